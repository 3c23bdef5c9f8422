package org.blaspool.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.InvalidInputException;

/** What an executor does with a chunk of products: one Spark task. */
final class ChunkTask implements Function<ArrayList<ShippedProduct>, ChunkOutcome> {
    private static final long serialVersionUID = 1;

    private final String blas;
    private final String unfinished;

    /**
     * @param blas as after --blas
     * @param unfinished the driver's directory for results that are being written; by it an executor tells that it sees
     *     the driver's file system and not one of its own machine
     */
    ChunkTask(String blas, Path unfinished) {
        this.blas = blas;
        this.unfinished = unfinished.toString();
    }

    @Override
    public ChunkOutcome call(ArrayList<ShippedProduct> chunk) throws Exception {
        if (!Files.exists(Path.of(unfinished))) {
            throw new InvalidInputException(
                    "directory of results is not shared: directory=" + unfinished + " of the driver"
                            + " is not seen on host="
                            + SparkEnv.get().rpcEnv().address().host()
                            + ", expected a file system that all executors see after --out");
        }
        TaskContext context = TaskContext.get();
        try (ExecutorBlas.Lease lease = ExecutorBlas.lease(blas, context.cpus())) {
            FutureTask<ChunkOutcome> work = new FutureTask<>(() -> compute(chunk, lease.blas(), context));
            // Spark's own threads have a stack that is too small to call a BLAS from.
            Thread caller = new Thread(null, work, "blaspool-spark", BlasLibrary.CALLER_STACK_BYTES);
            caller.setDaemon(true);
            caller.start();
            return await(work, caller);
        }
    }

    /** Until the caller has ended, killed or not: it still computes in the BLAS whose lease this is. */
    static <T> T await(FutureTask<T> work, Thread caller) throws Exception {
        boolean interrupted = false;
        while (true) {
            try {
                caller.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                caller.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private ChunkOutcome compute(ArrayList<ShippedProduct> chunk, BlasLibrary blas, TaskContext context) {
        BlasInfo info = blas.info();
        String executor = SparkEnv.get().executorId() + "@"
                + SparkEnv.get().blockManager().blockManagerId().host();
        ChunkOutcome outcome =
                new ChunkOutcome(executor, context.attemptNumber(), info.kind() + " " + info.version(), blas.threads());
        try (FileProducts products = new FileProducts(blas, outcome, Path.of(unfinished))) {
            for (ShippedProduct product : chunk) {
                context.killTaskIfInterrupted();
                products.compute(product);
            }
        }
        return outcome;
    }
}

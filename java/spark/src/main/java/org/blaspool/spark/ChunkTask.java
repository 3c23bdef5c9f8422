package org.blaspool.spark;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.InvalidInputException;
import org.blaspool.spark.ChunkTask.ChunkOutcome;
import org.blaspool.spark.FileProducts.ShippedProduct;

/**
 * What an executor does with a chunk of products: one Spark task.
 *
 * @param blas as after --blas
 * @param unfinished the driver's directory for results that are being written; by it an executor tells that it sees the
 *     driver's file system and not one of its own machine
 */
record ChunkTask(String blas, String unfinished) implements Function<ArrayList<ShippedProduct>, ChunkOutcome> {
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
        return ExecutorBlas.compute(blas, context.cpus(), loaded -> compute(chunk, loaded, context));
    }

    private ChunkOutcome compute(ArrayList<ShippedProduct> chunk, BlasLibrary loaded, TaskContext context) {
        BlasInfo info = loaded.info();
        String executor = SparkEnv.get().executorId() + "@"
                + SparkEnv.get().blockManager().blockManagerId().host();
        ChunkOutcome outcome = new ChunkOutcome(
                executor, context.attemptNumber(), info.kind() + " " + info.version(), loaded.threads());
        try (FileProducts products = new FileProducts(loaded, outcome, Path.of(unfinished))) {
            for (ShippedProduct product : chunk) {
                context.killTaskIfInterrupted();
                products.compute(product);
            }
        }
        return outcome;
    }

    /**
     * What became of a chunk's products, as a task reports it. Filled by one thread. A plain class and no record, as {@link
     * ShippedProduct} is.
     */
    static final class ChunkOutcome implements Serializable {
        private static final long serialVersionUID = 1;

        /** The executor's number and host. */
        final String executor;
        /** 0 where the task ran for the first time. */
        final int attempt;
        /** Which one computed. */
        final String blas;
        /** Of each product, read back; 0 where the BLAS cannot tell. */
        final int blasThreads;
        /** A line for each product that failed. */
        final List<String> failures = new ArrayList<>();

        int stored;
        /** Results that were there: of an attempt that was lost. */
        int found;
        /** Of what was stored, as {@link #computeNanos}. */
        double flop;

        long computeNanos;

        ChunkOutcome(String executor, int attempt, String blas, int blasThreads) {
            this.executor = executor;
            this.attempt = attempt;
            this.blas = blas;
            this.blasThreads = blasThreads;
        }

        void stored(double productFlop, long nanos) {
            stored++;
            flop += productFlop;
            computeNanos += nanos;
        }
    }
}

package org.blaspool.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.InvalidInputException;

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
}

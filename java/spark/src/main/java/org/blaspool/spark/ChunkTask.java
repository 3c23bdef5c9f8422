package org.blaspool.spark;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.blaspool.BlaspoolException;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ResultFile;
import org.blaspool.file.SizedProduct;
import org.blaspool.file.StagedResult;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.spark.ChunkTask.ChunkOutcome;
import org.blaspool.spark.ChunkTask.ShippedProduct;
import org.blaspool.verify.Verification;
import org.blaspool.worker.Scratch;

/**
 * What an executor does with a chunk of products: one Spark task.
 *
 * @param blas as after --blas
 * @param unfinished the driver's directory, where a result lies until it is complete, and which the driver removes with what
 *     dead executors left there; by it an executor tells that it sees the driver's file system and not one of its own
 */
record ChunkTask(String blas, String unfinished) implements Function<ArrayList<ShippedProduct>, ChunkOutcome> {
    private static final SecureRandom SEEDS = new SecureRandom();

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
        try (Scratch memory = new Scratch()) {
            for (ShippedProduct product : chunk) {
                context.killTaskIfInterrupted();
                compute(product, loaded, memory, outcome);
            }
        }
        return outcome;
    }

    /**
     * Reads the operands, multiplies, verifies, and stores the result, complete or not at all; counts the product as
     * stored, found or failed.
     *
     * @param memory for its matrices
     * @throws ResourceUnavailableException where this machine cannot; another executor may
     */
    void compute(ShippedProduct shipped, BlasLibrary loaded, Scratch memory, ChunkOutcome outcome) {
        ProductEntry entry = ProductEntry.ofTexts(List.of(shipped.texts));
        // What an attempt stored before its executor died is complete; none was there when the driver looked.
        if (ResultFile.exists(entry.out())) {
            outcome.found++;
            return;
        }
        try {
            SizedProduct sized = SizedProduct.of(entry, MatrixSource::header);
            memory.reserve(sized.footprint());
            Dgemm product = sized.load(memory::take, sized.resultLayout());
            Batch batch = Batch.of(product);
            Verification expected = Verification.of(batch, SEEDS.nextLong(), 1);
            long start = System.nanoTime();
            loaded.multiply(product);
            long nanos = System.nanoTime() - start;
            expected.require(batch, 0);
            // Of two attempts at once, as Spark's speculation makes them, either result is right.
            StagedResult.write(product.c(), entry.out(), entry.outMember(), ResultFile.temporaryIn(Path.of(unfinished)))
                    .store(true);
            outcome.stored(product.flop(), nanos);
        } catch (StoppedException | ResourceUnavailableException e) {
            throw e;
        } catch (BlaspoolException | InvalidInputException e) {
            outcome.failures.add(shipped.place + " out=" + entry.out() + ", " + e.getMessage());
        }
    }

    /**
     * A product as it travels to an executor: names of files, no matrices. A plain class and no record, because the Kryo
     * of Spark cannot read records back.
     */
    static final class ShippedProduct implements Serializable {
        private static final long serialVersionUID = 1;

        /** How messages call it. */
        private final String place;

        private final String[] texts;

        ShippedProduct(ProductEntry entry, String place) {
            this.place = place;
            this.texts = entry.texts().toArray(String[]::new);
        }
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

package org.blaspool.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.blaspool.BlaspoolException;
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
import org.blaspool.verify.Verification;
import org.blaspool.worker.Scratch;

/**
 * Computes products one after another: reads the operands, multiplies, verifies, and stores the result, complete or not
 * at all. Its memory is that of the largest product so far, outside the heap.
 */
final class FileProducts implements AutoCloseable {
    private final BlasLibrary blas;
    private final ChunkOutcome outcome;
    private final SecureRandom seeds = new SecureRandom();
    private final Path unfinished;
    private final Scratch memory = new Scratch();

    /** @param unfinished where a result lies until it is complete; the driver removes what a dead executor left there */
    FileProducts(BlasLibrary blas, ChunkOutcome outcome, Path unfinished) {
        this.blas = blas;
        this.outcome = outcome;
        this.unfinished = unfinished;
    }

    /**
     * Counts the product as stored, found or failed.
     *
     * @throws ResourceUnavailableException where this machine cannot; another executor may
     */
    void compute(ShippedProduct shipped) {
        ProductEntry entry = ProductEntry.ofTexts(List.of(shipped.texts));
        // What an attempt stored before its executor died is complete; none was there when the driver looked.
        if (ResultFile.exists(entry.out())) {
            outcome.found++;
            return;
        }
        try {
            Dgemm product = load(entry);
            Batch batch = Batch.of(product);
            Verification expected = Verification.of(batch, seeds.nextLong(), 1);
            long start = System.nanoTime();
            blas.multiply(product);
            long nanos = System.nanoTime() - start;
            expected.require(batch, 0);
            // Of two attempts at once, as Spark's speculation makes them, either result is right.
            StagedResult.write(product.c(), entry.out(), entry.outMember(), ResultFile.temporaryIn(unfinished))
                    .store(true);
            outcome.stored(product.flop(), nanos);
        } catch (StoppedException | ResourceUnavailableException e) {
            throw e;
        } catch (BlaspoolException | InvalidInputException e) {
            outcome.failures.add(shipped.place + " out=" + entry.out() + ", " + e.getMessage());
        }
    }

    private Dgemm load(ProductEntry entry) {
        SizedProduct product = SizedProduct.of(entry, MatrixSource::header);
        memory.reserve(product.footprint());
        return product.load(memory::take, product.resultLayout());
    }

    @Override
    public void close() {
        memory.close();
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
}

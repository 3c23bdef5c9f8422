package org.blaspool.pool;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * Copies of the result matrices that products read (beta not 0): computing such a product again, after a worker died in
 * the midst of it, needs what C held before. Where no product reads its result nothing is kept.
 */
public final class KeptResults implements AutoCloseable {
    private final List<Dgemm> products;
    private final MatrixStore store;
    private final List<StoredMatrix> copies;

    private KeptResults(List<Dgemm> products, MatrixStore store, List<StoredMatrix> copies) {
        this.products = products;
        this.store = store;
        this.copies = copies;
    }

    /** For tasks that read no results. */
    public static KeptResults none() {
        return new KeptResults(List.of(), null, List.of());
    }

    /**
     * Keeps what a batch's products read, as it is now.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where there is no memory for it
     */
    public static KeptResults of(Batch batch) {
        if (batch.examples().stream().allMatch(product -> product.beta() == 0)) {
            return none();
        }
        MatrixStore store = MatrixStore.privateMemory();
        List<StoredMatrix> copies = new ArrayList<>(batch.size());
        try {
            for (Dgemm product : batch.products()) {
                copies.add(product.beta() == 0 ? null : copy(product.c(), store));
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return new KeptResults(batch.products(), store, copies);
    }

    private static StoredMatrix copy(StoredMatrix matrix, MatrixStore store) {
        StoredMatrix copy = store.allocate(matrix.shape(), matrix.layout());
        copy.copyFrom(matrix);
        return copy;
    }

    /** Puts back what tasks from {@code first} up to but not including {@code end} read. */
    void restore(long first, long end) {
        for (long task = first; task < end && task < copies.size(); task++) {
            StoredMatrix copy = copies.get((int) task);
            if (copy != null) {
                products.get((int) task).c().copyFrom(copy);
            }
        }
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}

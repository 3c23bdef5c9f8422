package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Product;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.HeapMatrix;
import org.blaspool.matrix.StoredMatrix;

/** A caller's product with its matrices where the pool's workers reach them. For one thread at a time. */
public record StagedProduct(Product product, Dgemm dgemm, List<StoredMatrix> copies) {
    /** The same of a product by itself. */
    static StagedProduct of(Product product, PoolMemory memory) {
        return of(product, memory, new IdentityHashMap<>());
    }

    /**
     * Copies what lies elsewhere, and takes memory for a result that has none.
     *
     * @param known copies that were made of callers' matrices since none of them can have changed; takes the new ones
     * @throws IllegalArgumentException where a result overlaps an operand
     */
    public static StagedProduct of(Product product, PoolMemory memory, IdentityHashMap<Object, StoredMatrix> known) {
        List<StoredMatrix> copies = new ArrayList<>(3);
        try {
            StoredMatrix a = stage(product.a(), memory, known, copies);
            StoredMatrix b = stage(product.b(), memory, known, copies);
            StoredMatrix c = product.c() == null
                    ? memory.zeros(product.resultShape(), layout(a, b))
                    : stage(product.c(), memory, known, copies);
            return new StagedProduct(
                    product, new Dgemm(product.alpha(), a, false, b, false, product.beta(), c), copies);
        } catch (RuntimeException e) {
            copies.forEach(StoredMatrix::close);
            throw e;
        }
    }

    private static StoredMatrix stage(
            Matrix matrix, PoolMemory memory, IdentityHashMap<Object, StoredMatrix> known, List<StoredMatrix> copies) {
        Object key = matrix instanceof HeapMatrix heap ? heap.rowArrays() : matrix;
        StoredMatrix copied = known.get(key);
        if (copied != null) {
            return copied;
        }
        StoredMatrix staged = memory.reachable(matrix);
        if (staged != matrix) {
            copies.add(staged);
            known.put(key, staged);
        }
        return staged;
    }

    private static Layout layout(StoredMatrix a, StoredMatrix b) {
        return a.layout() == Layout.ROW_MAJOR && b.layout() == Layout.ROW_MAJOR
                ? Layout.ROW_MAJOR
                : Layout.COLUMN_MAJOR;
    }

    /** Where the caller finds the result, once it was computed; it is copied there where it was computed elsewhere. */
    public Matrix result() {
        Matrix own = product.c();
        if (own == null) {
            return dgemm.c();
        }
        if (own != dgemm.c()) {
            own.copyFrom(dgemm.c());
        }
        return own;
    }

    /** Gives copies back. */
    public void release() {
        copies.forEach(StoredMatrix::close);
    }

    /** Gives everything back, a result of the pool's own too: for a product that failed or that nobody waits for. */
    public void discard() {
        release();
        if (product.c() == null) {
            dgemm.c().close();
        }
    }
}

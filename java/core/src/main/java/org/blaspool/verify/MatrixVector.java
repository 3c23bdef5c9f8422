package org.blaspool.verify;

import org.blaspool.Layout;
import org.blaspool.jni.NativeMatrixVector;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * y = op(M) x together with s = |op(M)| w, in one pass over M's memory, any layout, by loops of our own in C: what a BLAS
 * computed is not held against itself. Sums are formed in blocks of {@link #BLOCK} terms, so that one of n terms has at
 * most BLOCK + ceil(n / BLOCK) roundings behind each term instead of n. Vectors are columns without gaps outside the heap.
 * For one thread; it owns the vectors that it makes, until the next {@link #forget()}.
 */
final class MatrixVector implements AutoCloseable {
    /** As BLASPOOL_SUM_BLOCK. */
    private static final int BLOCK = 64;

    private final MatrixStore vectors = MatrixStore.privateMemory();

    /** Roundings that a term of a sum of {@code terms} goes through at most, its multiplication included. */
    static double roundings(long terms) {
        return Math.min(terms, BLOCK + Math.ceil((double) terms / BLOCK)) + 1;
    }

    /** Bytes of the vectors that one product takes at once. */
    static double bytes(ProductShape sizes) {
        double largest = Math.max(sizes.m(), Math.max(sizes.k(), sizes.n()));
        return Double.BYTES * (2.0 * sizes.n() + 2.0 * sizes.k() + 4.0 * sizes.m() + 2 * largest);
    }

    /** A vector whose elements hold anything. */
    StoredMatrix vector(long length) {
        return vectors.allocate(length, 1);
    }

    /** Takes all vectors back. */
    void forget() {
        vectors.rewind();
    }

    /**
     * Computes both products.
     *
     * @param x a vector of op(matrix)'s columns
     * @param weights what |op(matrix)| is multiplied by; null where {@code scale} is null
     * @param y of op(matrix)'s rows; overwritten
     * @param scale of op(matrix)'s rows, overwritten; null where it is not wanted
     */
    void multiply(
            StoredMatrix matrix,
            boolean transpose,
            StoredMatrix x,
            StoredMatrix weights,
            StoredMatrix y,
            StoredMatrix scale) {
        if (matrix.shape().elements() == 0) {
            fill(y, 0);
            if (scale != null) {
                fill(scale, 0);
            }
            return;
        }
        boolean linesAreColumns = (matrix.layout() == Layout.COLUMN_MAJOR) != transpose;
        StoredMatrix partial = linesAreColumns ? vector(2 * matrix.lineLength()) : null;
        Region region = matrix.region();
        region.retain();
        try {
            NativeMatrixVector.multiply(
                    matrix.address(),
                    matrix.lines(),
                    matrix.lineLength(),
                    matrix.leadingDimension(),
                    linesAreColumns,
                    x.address(),
                    address(weights),
                    y.address(),
                    address(scale),
                    address(partial));
        } finally {
            region.release();
        }
    }

    private static long address(StoredMatrix vector) {
        return vector == null ? 0 : vector.address();
    }

    static void fill(StoredMatrix vector, double value) {
        for (long i = 0; i < vector.rows(); i++) {
            vector.set(i, 0, value);
        }
    }

    @Override
    public void close() {
        vectors.close();
    }
}

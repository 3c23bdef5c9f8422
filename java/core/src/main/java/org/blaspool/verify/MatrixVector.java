package org.blaspool.verify;

import java.util.Arrays;
import org.blaspool.Layout;
import org.blaspool.jni.NativeMatrixVector;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * y = op(M) x together with s = |op(M)| w, in one pass over M's memory, any layout, by loops of our own in C: what a BLAS
 * computed is not held against itself. Sums are formed in blocks of {@link #BLOCK} terms, so that one of n terms has at
 * most BLOCK + ceil(n / BLOCK) roundings behind each term instead of n.
 */
final class MatrixVector {
    /** As BLASPOOL_SUM_BLOCK. */
    private static final int BLOCK = 64;

    /** Roundings that a term of a sum of {@code terms} goes through at most, its multiplication included. */
    static double roundings(long terms) {
        return Math.min(terms, BLOCK + Math.ceil((double) terms / BLOCK)) + 1;
    }

    /**
     * Computes both products.
     *
     * @param x a vector of op(matrix)'s columns
     * @param weights what |op(matrix)| is multiplied by; null where {@code scale} is null
     * @param y of op(matrix)'s rows; overwritten
     * @param scale of op(matrix)'s rows, overwritten; null where it is not wanted
     */
    void multiply(StoredMatrix matrix, boolean transpose, double[] x, double[] weights, double[] y, double[] scale) {
        if (matrix.shape().elements() == 0) {
            Arrays.fill(y, 0);
            if (scale != null) {
                Arrays.fill(scale, 0);
            }
            return;
        }
        boolean linesAreColumns = (matrix.layout() == Layout.COLUMN_MAJOR) != transpose;
        Region region = matrix.region();
        region.retain();
        try {
            NativeMatrixVector.multiply(
                    region.address() + matrix.offset(),
                    matrix.lines(),
                    matrix.lineLength(),
                    matrix.leadingDimension(),
                    linesAreColumns,
                    x,
                    scale == null ? null : weights,
                    y,
                    scale);
        } finally {
            region.release();
        }
    }
}

package org.blaspool;

import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.StridedMatrices;

/**
 * Matrices of one shape at equal distances, as the batches of BLAS have them ({@code cblas_dgemm_batch_strided}): what
 * {@link BlasPool#multiply(MatrixBatch, MatrixBatch)} takes, at no cost for each matrix but the computing. Made by
 * {@link BlasPool#matrices}, one behind another, or of one matrix by {@link #repeated}. Elements may be read and written
 * as those of a {@link Matrix}.
 */
public final class MatrixBatch implements AutoCloseable {
    private final StridedMatrices matrices;

    MatrixBatch(StridedMatrices matrices) {
        this.matrices = matrices;
    }

    /**
     * One matrix as an operand of every product; nothing is copied, and closing it closes the matrix.
     *
     * @param count at least 1
     * @throws IllegalArgumentException where the matrix was not made by this library
     */
    public static MatrixBatch repeated(Matrix matrix, int count) {
        return new MatrixBatch(StridedMatrices.repeated(StoredMatrix.of(matrix), count));
    }

    StridedMatrices matrices() {
        return matrices;
    }

    /** How many matrices there are. */
    public int count() {
        return matrices.count();
    }

    /** Rows and columns of each. */
    public Shape shape() {
        return matrices.first().shape();
    }

    /**
     * Matrix {@code index} over the same memory; closing it closes all of them.
     *
     * @throws IndexOutOfBoundsException where there is none
     */
    public Matrix get(int index) {
        return matrices.get(index);
    }

    /** The transposes over the same memory: nothing is copied. */
    public MatrixBatch transpose() {
        return new MatrixBatch(matrices.transposed());
    }

    /**
     * A copy on the heap, one matrix behind another, each in the given order.
     *
     * @throws IllegalArgumentException where there are more elements than a Java array can hold
     */
    public double[] toArray(Layout order) {
        return matrices.toArray(order);
    }

    /** Gives the memory of all of them back; doing so twice does nothing. */
    @Override
    public void close() {
        matrices.memory().close();
    }
}

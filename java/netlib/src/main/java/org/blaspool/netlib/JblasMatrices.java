package org.blaspool.netlib;

import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.jblas.DoubleMatrix;

/**
 * jblas's matrices to ours and back. Both sides always copy, one pass each: a {@link DoubleMatrix} lies in the Java heap
 * and holds its columns one after another without gaps, ours lie outside it. Later changes of one do not show in the
 * other. Needs {@code org.jblas:jblas} on the class path; its native library is not loaded. Thread-safe as far as the
 * matrices are.
 */
public final class JblasMatrices {
    /** What a Java array holds, and so a {@link DoubleMatrix}. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private JblasMatrices() {}

    /**
     * A copy in a store, column-major without gaps, of the same shape.
     *
     * @throws InvalidInputException where the array is not as long as its matrix says, as jblas does not check that
     * @throws org.blaspool.error.ResourceUnavailableException where the memory is not there
     */
    public static StoredMatrix toMatrix(DoubleMatrix matrix, MatrixStore store) {
        long elements = (long) matrix.rows * matrix.columns;
        if (matrix.data.length != elements) {
            throw new InvalidInputException("array does not fit its jblas matrix: shape=" + matrix.rows + "x"
                    + matrix.columns + " length=" + matrix.data.length + ", expected " + elements);
        }
        return store.copyOf(matrix.data, matrix.rows, matrix.columns, Layout.COLUMN_MAJOR);
    }

    /**
     * A copy in the heap, of the same shape; a row-major matrix is rearranged, gaps are left out.
     *
     * @throws InvalidInputException where it has more elements than a Java array can hold
     */
    public static DoubleMatrix toDoubleMatrix(StoredMatrix matrix) {
        if (matrix.shape().elements() > MAX_ELEMENTS
                || matrix.rows() > MAX_ELEMENTS
                || matrix.columns() > MAX_ELEMENTS) {
            throw new InvalidInputException("matrix is too large for jblas: shape=" + matrix.shape() + ", allowed "
                    + MAX_ELEMENTS + " elements");
        }
        return new DoubleMatrix((int) matrix.rows(), (int) matrix.columns(), matrix.toArray(Layout.COLUMN_MAJOR));
    }
}

package org.blaspool;

import java.util.ArrayList;
import java.util.List;

/**
 * Matrices of a pool that are given back together, before the pool is closed:
 * {@code try (MatrixScope scope = pool.scope()) { Matrix a = scope.matrix(rows); … }}. Thread-safe.
 */
public final class MatrixScope implements AutoCloseable {
    private final BlasPool pool;
    private final List<Matrix> matrices = new ArrayList<>();
    private boolean closed;

    MatrixScope(BlasPool pool) {
        this.pool = pool;
    }

    /** {@link BlasPool#matrix(double[][])}, given back with this scope. */
    public Matrix matrix(double[][] rows) {
        return keep(pool.matrix(rows));
    }

    /** {@link BlasPool#matrix(double[], long, long, Layout)}, given back with this scope. */
    public Matrix matrix(double[] values, long rows, long columns, Layout layout) {
        return keep(pool.matrix(values, rows, columns, layout));
    }

    /** {@link BlasPool#zeros}, given back with this scope. */
    public Matrix zeros(long rows, long columns) {
        return keep(pool.zeros(rows, columns));
    }

    private synchronized Matrix keep(Matrix matrix) {
        if (closed) {
            matrix.close();
            throw new IllegalStateException("scope is closed");
        }
        matrices.add(matrix);
        return matrix;
    }

    /** Gives its matrices back; doing so twice does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        matrices.forEach(Matrix::close);
        matrices.clear();
    }
}

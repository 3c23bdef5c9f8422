package org.blaspool.blas;

import java.util.SplittableRandom;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/** Matrices of random values, with or without gaps between their lines; the gaps hold a sentinel. */
public final class RandomMatrices {
    private static final double SENTINEL = 12345.678;

    private final MatrixStore store;
    private final SplittableRandom random;

    public RandomMatrices(MatrixStore store, long seed) {
        this.store = store;
        this.random = new SplittableRandom(seed);
    }

    public StoredMatrix next(long rows, long columns, Layout layout, int gap) {
        Shape shape = new Shape(rows, columns);
        long line = layout == Layout.COLUMN_MAJOR ? rows : columns;
        long lines = layout == Layout.COLUMN_MAJOR ? columns : rows;
        StoredMatrix memory = store.allocate(Math.max(1, line + gap), Math.max(1, lines));
        for (long i = 0; i < memory.rows(); i++) {
            for (long j = 0; j < memory.columns(); j++) {
                memory.set(i, j, SENTINEL);
            }
        }
        StoredMatrix matrix = StoredMatrix.over(memory.region(), memory.offset(), shape, memory.rows(), layout);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < columns; j++) {
                matrix.set(i, j, random.nextDouble(-1, 1));
            }
        }
        return matrix;
    }

    /** {@code C <- A B} of column-major matrices without gaps. */
    public Dgemm product(long m, long k, long n) {
        return Dgemm.of(
                next(m, k, Layout.COLUMN_MAJOR, 0),
                next(k, n, Layout.COLUMN_MAJOR, 0),
                next(m, n, Layout.COLUMN_MAJOR, 0));
    }

    public int nextSize(int bound) {
        return random.nextInt(1, bound);
    }

    /** Whether the gaps of a matrix of {@link #next} still hold what was put there. */
    public static boolean gapsAreUntouched(StoredMatrix matrix) {
        StoredMatrix gaps = StoredMatrix.over(
                matrix.region(),
                matrix.offset(),
                new Shape(matrix.leadingDimension(), matrix.lines()),
                matrix.leadingDimension(),
                Layout.COLUMN_MAJOR);
        for (long i = matrix.lineLength(); i < matrix.leadingDimension(); i++) {
            for (long j = 0; j < matrix.lines(); j++) {
                if (gaps.get(i, j) != SENTINEL) {
                    return false;
                }
            }
        }
        return true;
    }
}

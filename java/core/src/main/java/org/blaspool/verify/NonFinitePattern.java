package org.blaspool.verify;

import java.util.Optional;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * Which rows and columns of a product's result cannot be finite, because a row of op(A) or a column of op(B) is not:
 * whatever an infinity or a NaN is multiplied by and added to, the sum is no longer finite. Slow, for the rare case.
 */
record NonFinitePattern(boolean[] rows, boolean[] columns, boolean[] skippedColumns) {
    static final NonFinitePattern NONE = new NonFinitePattern(new boolean[0], new boolean[0], new boolean[0]);

    static NonFinitePattern of(Dgemm product) {
        boolean[] rows = new boolean[Math.toIntExact(product.m())];
        boolean[] columns = new boolean[Math.toIntExact(product.n())];
        boolean[] skipped = new boolean[columns.length];
        if (product.alpha() != 0) {
            StoredMatrix a = product.transposeA() ? product.a().transpose() : product.a();
            StoredMatrix b = product.transposeB() ? product.b().transpose() : product.b();
            mark(a, rows, new boolean[Math.toIntExact(product.k())]);
            mark(b, new boolean[Math.toIntExact(product.k())], columns);
        }
        if (product.beta() != 0) {
            mark(product.c(), new boolean[rows.length], skipped);
        }
        return new NonFinitePattern(rows, columns, skipped);
    }

    private static void mark(StoredMatrix matrix, boolean[] rows, boolean[] columns) {
        for (int j = 0; j < matrix.columns(); j++) {
            for (int i = 0; i < matrix.rows(); i++) {
                if (!Double.isFinite(matrix.get(i, j))) {
                    rows[i] = true;
                    columns[j] = true;
                }
            }
        }
    }

    boolean isEmpty() {
        return none(rows) && none(columns) && none(skippedColumns);
    }

    private static boolean none(boolean[] marks) {
        for (boolean mark : marks) {
            if (mark) {
                return false;
            }
        }
        return true;
    }

    /** The product without the rows and columns that are not finite: zeroes in their place. */
    Dgemm withoutNonFinite(Dgemm product, MatrixStore store) {
        StoredMatrix a = product.transposeA() ? product.a().transpose() : product.a();
        StoredMatrix b = product.transposeB() ? product.b().transpose() : product.b();
        return new Dgemm(
                product.alpha(),
                cleared(a, store, rows, null),
                false,
                cleared(b, store, null, columns),
                false,
                product.beta(),
                withoutNonFinite(product.c(), store));
    }

    /** The same of a result. */
    StoredMatrix withoutNonFinite(StoredMatrix c, MatrixStore store) {
        return cleared(c, store, rows, columns);
    }

    private StoredMatrix cleared(StoredMatrix matrix, MatrixStore store, boolean[] noRows, boolean[] noColumns) {
        StoredMatrix copy = store.allocate(matrix.rows(), matrix.columns());
        for (int j = 0; j < matrix.columns(); j++) {
            boolean skipped = noColumns != null && (noColumns[j] || skippedColumns[j]);
            for (int i = 0; i < matrix.rows() && !skipped; i++) {
                if (noRows == null || !noRows[i]) {
                    copy.set(i, j, matrix.get(i, j));
                }
            }
        }
        return copy;
    }

    /** Whether a result is not finite where it cannot be. */
    Optional<String> check(StoredMatrix c) {
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < rows.length; i++) {
                if ((rows[i] || columns[j]) && Double.isFinite(c.get(i, j))) {
                    return Optional.of("element (" + i + ", " + j + ") is " + c.get(i, j)
                            + ", but its row or column of the operands is not finite");
                }
            }
        }
        return Optional.empty();
    }
}

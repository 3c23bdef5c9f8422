package org.blaspool.blas;

import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;

/** {@code alpha op(A) op(B) + beta C} from the definition, as an array of rows, on the matrices as they are now. */
public final class NaiveDgemm {
    private NaiveDgemm() {}

    public static double[][] expected(Dgemm product) {
        double[][] rows = new double[(int) product.m()][(int) product.n()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                double sum = 0;
                for (int l = 0; l < product.k(); l++) {
                    sum += element(product.a(), product.transposeA(), i, l)
                            * element(product.b(), product.transposeB(), l, j);
                }
                double kept =
                        product.beta() == 0 ? 0 : product.beta() * product.c().get(i, j);
                rows[i][j] = product.alpha() * sum + kept;
            }
        }
        return rows;
    }

    private static double element(StoredMatrix matrix, boolean transposed, int row, int column) {
        return transposed ? matrix.get(column, row) : matrix.get(row, column);
    }
}

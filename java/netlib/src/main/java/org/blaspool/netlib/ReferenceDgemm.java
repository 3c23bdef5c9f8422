package org.blaspool.netlib;

import java.util.Objects;

/** dgemm with arguments as the reference BLAS judges them. */
final class ReferenceDgemm {
    private ReferenceDgemm() {}

    /**
     * @throws IllegalArgumentException where the reference would print a line and end the process
     * @throws IndexOutOfBoundsException where an operand does not lie in its array; nothing has been written then
     */
    static void multiply(
            String transa,
            String transb,
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int offsetA,
            int lda,
            double[] b,
            int offsetB,
            int ldb,
            double beta,
            double[] c,
            int offsetC,
            int ldc) {
        boolean transposeA = isTransposed(transa, 1);
        boolean transposeB = isTransposed(transb, 2);
        check(transposeA, transposeB, m, n, k, lda, ldb, ldc);
        if (m == 0 || n == 0 || ((alpha == 0 || k == 0) && beta == 1)) {
            return;
        }
        Objects.requireNonNull(c);
        ArrayDgemm dgemm = NetlibProducts.dgemm();
        dgemm.multiply(transposeA, transposeB, m, n, k, alpha, a, offsetA, lda, b, offsetB, ldb, beta, c, offsetC, ldc);
    }

    /** Refuses sizes and leading dimensions by the number of the parameter, in the reference's order. */
    static void check(boolean transposeA, boolean transposeB, int m, int n, int k, int lda, int ldb, int ldc) {
        require(m >= 0, 3);
        require(n >= 0, 4);
        require(k >= 0, 5);
        require(lda >= Math.max(1, transposeA ? k : m), 8);
        require(ldb >= Math.max(1, transposeB ? n : k), 10);
        require(ldc >= Math.max(1, m), 13);
    }

    static boolean isTransposed(String trans, int parameter) {
        char first = trans.isEmpty() ? ' ' : trans.charAt(0);
        boolean transposed = first == 'T' || first == 't' || first == 'C' || first == 'c';
        require(transposed || first == 'N' || first == 'n', parameter);
        return transposed;
    }

    private static void require(boolean legal, int parameter) {
        if (!legal) {
            throw new IllegalArgumentException(
                    "** On entry to 'DGEMM' parameter number " + parameter + " had an illegal value");
        }
    }
}

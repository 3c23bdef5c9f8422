package org.blaspool.netlib;

/** What the reference BLAS refuses of dgemm's arguments; where it would print a line and end the process, this throws. */
final class ReferenceDgemm {
    private ReferenceDgemm() {}

    /**
     * Refuses sizes and leading dimensions by the number of the parameter, in the reference's order.
     *
     * @return whether C is to be written at all
     */
    static boolean check(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            int lda,
            int ldb,
            double beta,
            int ldc) {
        require(m >= 0, 3);
        require(n >= 0, 4);
        require(k >= 0, 5);
        require(lda >= Math.max(1, transposeA ? k : m), 8);
        require(ldb >= Math.max(1, transposeB ? n : k), 10);
        require(ldc >= Math.max(1, m), 13);
        return m > 0 && n > 0 && (alpha != 0 && k > 0 || beta != 1);
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

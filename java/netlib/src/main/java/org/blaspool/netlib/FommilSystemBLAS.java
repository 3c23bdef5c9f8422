package org.blaspool.netlib;

import com.github.fommil.netlib.NativeSystemBLAS;

/**
 * netlib-java's BLAS with blaspool's dgemm; every other routine goes to the system's BLAS through netlib-java's own
 * natives ({@code NativeSystemBLAS}). Chosen by {@code -Dcom.github.fommil.netlib.BLAS=org.blaspool.netlib.FommilSystemBLAS}. These need
 * {@code libgfortran.so.3}; without it netlib-java goes on to the next class of the property, which is a list:
 * {@code org.blaspool.netlib.FommilSystemBLAS,org.blaspool.netlib.FommilBLAS}. Thread-safe.
 *
 * <p>A wrong shape or leading dimension is an {@link IllegalArgumentException}: netlib-java's own translation ends the
 * process there. An operand that does not lie in its array is an {@link IndexOutOfBoundsException} before anything is
 * written, a null array that is used a {@link NullPointerException}.
 */
public final class FommilSystemBLAS extends NativeSystemBLAS {
    private final FommilBLAS ours;

    /**
     * @throws org.blaspool.BlaspoolException where blaspool's BLAS cannot be loaded; netlib-java then says so and
     *     takes the next class of its list
     */
    public FommilSystemBLAS() {
        ours = new FommilBLAS();
    }

    @Override
    public void dgemm(
            String transa,
            String transb,
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int lda,
            double[] b,
            int ldb,
            double beta,
            double[] c,
            int ldc) {
        ours.dgemm(transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public void dgemm(
            String transa,
            String transb,
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] b,
            int offsetb,
            int ldb,
            double beta,
            double[] c,
            int offsetc,
            int ldc) {
        ours.dgemm(transa, transb, m, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }
}

package org.blaspool.netlib;

import com.github.fommil.netlib.F2jBLAS;
import java.util.Objects;

/**
 * netlib-java's BLAS with blaspool's dgemm; every other routine goes to the translated Fortran ({@code F2jBLAS}). Chosen by
 * {@code -Dcom.github.fommil.netlib.BLAS=org.blaspool.netlib.FommilBLAS}. Thread-safe.
 *
 * <p>A wrong shape or leading dimension is an {@link IllegalArgumentException}: netlib-java's own translation ends the
 * process there. An operand that does not lie in its array is an {@link IndexOutOfBoundsException} before anything is
 * written, a null array that is used a {@link NullPointerException}.
 */
public final class FommilBLAS extends F2jBLAS {
    /**
     * @throws org.blaspool.BlaspoolException where blaspool's BLAS cannot be loaded; netlib-java then says so and
     *     takes the next class of its list
     */
    public FommilBLAS() {
        NetlibProducts.info();
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
        dgemm(transa, transb, m, n, k, alpha, a, 0, lda, b, 0, ldb, beta, c, 0, ldc);
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
        boolean transposeA = ReferenceDgemm.isTransposed(transa, 1);
        boolean transposeB = ReferenceDgemm.isTransposed(transb, 2);
        if (!ReferenceDgemm.check(transposeA, transposeB, m, n, k, alpha, lda, ldb, beta, ldc)) {
            return;
        }
        Objects.requireNonNull(c);
        ArrayDgemm dgemm = NetlibProducts.dgemm();
        dgemm.multiply(transposeA, transposeB, m, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }
}

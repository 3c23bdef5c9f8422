package org.blaspool.netlib;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Objects;

/**
 * dev.ludovic.netlib's BLAS with blaspool's dgemm; every other routine goes to what would answer without it. What
 * {@code BLAS.getInstance()} and {@code NativeBLAS.getInstance()} return where this jar stands before theirs on the class
 * path (the system property {@code dev.ludovic.netlib.blas.allowNative} set to false takes it out again). Thread-safe.
 *
 * <p>Arguments are checked as dev.ludovic.netlib does it, in the same order and with the same exceptions: a wrong shape
 * or leading dimension is an {@link IllegalArgumentException} that names the parameter, an operand whose last element
 * does not lie in its array an {@link IndexOutOfBoundsException}, and a null array is refused even where it is not read.
 * Versions before 3.2 also want the last column to be as long as the leading dimension; this is as in 3.2.
 * A negative offset, at which its native implementation reads outside the array, is an exception here.
 */
public final class LudovicBLAS extends LudovicDelegate {
    private final ArrayDgemm dgemm;

    /**
     * @param delegate what computes everything but dgemm
     * @throws org.blaspool.BlaspoolException where blaspool's BLAS cannot be loaded
     */
    public LudovicBLAS(BLAS delegate) {
        this(delegate, NetlibProducts.dgemm());
    }

    LudovicBLAS(BLAS delegate, ArrayDgemm dgemm) {
        super(delegate);
        this.dgemm = dgemm;
    }

    /** What computes everything but dgemm. */
    public BLAS delegate() {
        return delegate;
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
        Objects.requireNonNull(a);
        Objects.requireNonNull(b);
        Objects.requireNonNull(c);
        requireLast(a, offseta, transposeA ? k : m, transposeA ? m : k, lda);
        requireLast(b, offsetb, transposeB ? n : k, transposeB ? k : n, ldb);
        requireLast(c, offsetc, m, n, ldc);
        dgemm.multiply(transposeA, transposeB, m, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }

    /** With k = 0 the last element of an operand is before its first, and refused mostly; as theirs does. */
    private static void requireLast(double[] values, int offset, int rows, int columns, int leadingDimension) {
        long last = offset + (columns - 1L) * leadingDimension + (rows - 1L);
        if (last < 0 || last >= values.length) {
            throw new IndexOutOfBoundsException("Index " + last + " out of bounds for length " + values.length);
        }
    }
}

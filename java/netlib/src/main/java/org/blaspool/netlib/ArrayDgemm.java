package org.blaspool.netlib;

import java.util.Objects;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeArrays;

/**
 * dgemm over arrays in the Java heap, {@code C <- alpha op(A) op(B) + beta C}, column-major, with BLAS's own rules:
 * nothing is read of A and B with alpha = 0 or k = 0, nor of C with beta = 0. Thread-safe, as far as C is the caller's
 * alone.
 *
 * <p>There are two ways from the heap to a BLAS. <em>In place</em>, the BLAS works on the arrays where they lie: nothing
 * is copied, but the collector must not move them, and before JDK 22 G1 (and with any JDK the serial and the parallel
 * collector) starts no collection before the call returns. <em>Staged</em>, blocks are copied into memory outside the
 * heap, in huge pages where they can be had, which belongs to the calling thread: the collector never waits long. The
 * copies take 70 % of a product's time at n = 64 and 25 % at n = 256; at n = 2000 the huge pages gain more than that.
 * What {@link #of} is given is the bound between the two.
 */
record ArrayDgemm(BlasLibrary blas, long inPlaceVolume, StagedDgemm staged) {
    /**
     * @param inPlaceVolume the largest m n k that is computed in place; 0 for none
     * @param stageBytes what each thread that calls it may take outside the heap for larger ones
     * @throws ResourceUnavailableException where this kind of BLAS is reached through Java only
     */
    static ArrayDgemm of(BlasLibrary blas, long inPlaceVolume, long stageBytes) {
        if (blas.handle() == 0) {
            throw new ResourceUnavailableException("BLAS is no native library with a C interface: kind="
                    + blas.info().kind() + ", expected bundled, system or the path of one");
        }
        return new ArrayDgemm(blas, inPlaceVolume, new StagedDgemm(blas, stageBytes));
    }

    /**
     * Computes one product, whose sizes and leading dimensions {@link ReferenceDgemm} has checked, in the calling thread
     * (with what threads of its own the BLAS has).
     *
     * @param offsetA index of A's first element in its array, and so for the others
     * @param lda elements from one column of A, as it is stored, to the next
     * @throws IndexOutOfBoundsException where an operand that is read or written does not lie in its array
     */
    void multiply(
            boolean transposeA,
            boolean transposeB,
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
        long handle = blas.handle();
        checkExtent(c, offsetC, m, n, ldc);
        if (k == 0 || alpha == 0) {
            scale(m, n, beta, c, offsetC, ldc);
            return;
        }
        checkExtent(a, offsetA, transposeA ? k : m, transposeA ? m : k, lda);
        checkExtent(b, offsetB, transposeB ? n : k, transposeB ? k : n, ldb);
        int transposes = (transposeA ? NativeArrays.TRANSPOSE_A : 0) | (transposeB ? NativeArrays.TRANSPOSE_B : 0);
        if (isWithin(inPlaceVolume, m, n, k)) {
            NativeArrays.dgemm(
                    handle, transposes, m, n, k, alpha, a, offsetA, lda, b, offsetB, ldb, beta, c, offsetC, ldc);
        } else {
            staged.multiply(
                    new StagedDgemm.Operand(a, offsetA, lda, transposeA),
                    new StagedDgemm.Operand(b, offsetB, ldb, transposeB),
                    new StagedDgemm.Operand(c, offsetC, ldc, false),
                    new StagedDgemm.Sizes(m, n, k, alpha, beta));
        }
    }

    private static boolean isWithin(long volume, int m, int n, int k) {
        long face = (long) m * n;
        return face <= volume / k;
    }

    private static void checkExtent(double[] values, int offset, int rows, int columns, int leadingDimension) {
        Objects.requireNonNull(values);
        long last = offset + (columns - 1L) * leadingDimension + rows - 1;
        if (offset < 0 || last >= values.length) {
            throw new ArrayIndexOutOfBoundsException(
                    "Index " + (offset < 0 ? offset : last) + " out of bounds for length " + values.length);
        }
    }

    /** C <- beta C; with beta = 0 without reading C. */
    private static void scale(int m, int n, double beta, double[] c, int offset, int ldc) {
        if (beta == 1) {
            return;
        }
        for (int column = 0; column < n; column++) {
            int start = offset + column * ldc;
            for (int i = start; i < start + m; i++) {
                c[i] = beta == 0 ? 0 : beta * c[i];
            }
        }
    }
}

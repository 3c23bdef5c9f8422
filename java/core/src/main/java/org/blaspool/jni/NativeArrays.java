package org.blaspool.jni;

/** dgemm over arrays in the Java heap, where they lie. */
public final class NativeArrays {
    /** Bits of {@code transposes}. */
    public static final int TRANSPOSE_A = 1;

    public static final int TRANSPOSE_B = 2;

    static {
        NativeLibrary.load();
    }

    private NativeArrays() {}

    /**
     * One column-major dgemm, {@code C <- alpha op(A) op(B) + beta C}, on arrays from an element on. Nothing is copied:
     * the collector must not move them meanwhile, and some collectors do not run at all until it returns.
     *
     * @throws IllegalArgumentException where sizes are wrong or an operand does not lie in its array
     */
    public static native void dgemm(
            long blas,
            int transposes,
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
            int ldc);
}

package org.blaspool.jni;

/**
 * A BLAS library that was loaded at run time, by handle, which is the same for each opening. Calls may run in parallel as
 * far as the library allows; what changes for all of them waits for those in flight.
 */
public final class NativeBlas {
    static {
        NativeLibrary.load();
    }

    private NativeBlas() {}

    /** Loads the library at a path or soname and returns its handle. */
    public static native long open(String path);

    /** Opens every BLAS and OpenMP library that the process has loaded; each handle is to be closed. */
    public static native long[] openLoaded();

    /** Frees the handle; the library stays loaded. */
    public static native void close(long blas);

    /** {path, kind, version, config, core, threading}, as {@code blaspool_blas_info} has them. */
    public static native String[] describe(long blas);

    /** The largest thread count it takes, 0 where it cannot tell. */
    public static native int maxThreads(long blas);

    /** Whether its thread count can be set and read back. */
    public static native boolean hasThreadControl(long blas);

    /** Sets the threads of each call, process-wide, and reads them back. */
    public static native void setThreads(long blas, int threads);

    /** Restores the threads from before the first {@link #setThreads}. */
    public static native void restoreThreads(long blas);

    /** The threads of a call now; 0 where it cannot tell. */
    public static native int threads(long blas);

    /** The same; where it cannot tell, counted in a probe once. 0 where that is not possible either. */
    public static native int countThreads(long blas);

    /** Replaces the split rules, whose text was checked. Process-wide. */
    public static native void setSplit(long blas, String rules);

    /** The split rules that are set, separated by commas. */
    public static native String split(long blas);

    /** {@code blaspool_blas_get_kernels}: avx512, avx2, neon, off or none. */
    public static native String kernels(long blas);

    /** Switches our own kernels for small products on or off, process-wide; waits for the products in hand. */
    public static native void setKernels(long blas, boolean on);

    /** {@code blaspool_blas_get_computed}: multiply-adds of the whole process by small kernels, split, and plain. */
    public static native long[] computed(long blas);

    /** Measures split rules with one thread a call, in the calling thread; sets none. */
    public static native String calibrateSplit(long blas, long budgetNanos);

    /** The same for column-major products of one shape: a rule, or "". */
    public static native String raceSplit(long blas, long m, long n, long k, long budgetNanos);

    /** One column-major dgemm, {@code C <- alpha op(A) op(B) + beta C}, by plain addresses. */
    public static native void dgemm(
            long blas,
            boolean transposeA,
            boolean transposeB,
            long m,
            long n,
            long k,
            double alpha,
            long a,
            long lda,
            long b,
            long ldb,
            double beta,
            long c,
            long ldc);
}

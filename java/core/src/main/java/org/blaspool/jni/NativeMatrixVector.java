package org.blaspool.jni;

/** Products of a matrix with vectors, without a BLAS. */
public final class NativeMatrixVector {
    static {
        NativeLibrary.load();
    }

    private NativeMatrixVector() {}

    /**
     * {@code y = M x} and, where it is wanted, {@code scale = |M| weights}.
     *
     * @param address of the first of {@code count} lines of {@code length} doubles, which start {@code stride} doubles
     *     apart; the memory is held by the caller
     * @param columns whether the lines are M's columns, else its rows
     * @param weights null, like {@code scale}, where that is not wanted
     * @throws IllegalArgumentException where a vector does not have the length that M gives it
     */
    public static native void multiply(
            long address,
            long count,
            long length,
            long stride,
            boolean columns,
            double[] x,
            double[] weights,
            double[] y,
            double[] scale);
}

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
     * @param x address of as many doubles as M has columns, as those of {@code weights}; y and scale have M's rows
     * @param weights 0, like {@code scale}, where that is not wanted
     * @param partial address of room for 2 {@code length} doubles; 0 where the lines are rows
     */
    public static native void multiply(
            long address,
            long count,
            long length,
            long stride,
            boolean columns,
            long x,
            long weights,
            long y,
            long scale,
            long partial);
}

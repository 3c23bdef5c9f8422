package org.blaspool.jni;

import java.nio.ByteBuffer;

/** Elements of files as doubles. */
public final class NativeElements {
    /** Types of {@code blaspool_element}, by numpy's names. */
    public static final int F8 = 0;

    public static final int F4 = 1;
    public static final int F2 = 2;
    public static final int I1 = 3;
    public static final int I2 = 4;
    public static final int I4 = 5;
    public static final int I8 = 6;
    public static final int U1 = 7;
    public static final int U2 = 8;
    public static final int U4 = 9;
    public static final int U8 = 10;
    public static final int B1 = 11;

    static {
        NativeLibrary.load();
    }

    private NativeElements() {}

    /**
     * Widens elements in place.
     *
     * @param doubles a direct buffer, from its index 0 on the place of {@code count} doubles, at a multiple of 8 bytes;
     *     the elements lie in the last bytes of that place
     * @param swapped whether they are in the other byte order than this machine's
     */
    public static native void widen(ByteBuffer doubles, int count, int type, boolean swapped);
}

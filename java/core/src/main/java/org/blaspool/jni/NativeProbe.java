package org.blaspool.jni;

/** What the machine can do at most. Each call keeps a CPU busy for the time given. */
public final class NativeProbe {
    static {
        NativeLibrary.load();
    }

    private NativeProbe() {}

    /** Peak FLOP/s of {@code threads} threads together, thread i pinned to {@code cpus[i]}; null: not pinned. */
    public static native double fmaRate(int threads, int[] cpus, long nanos);

    /** Bits of the vectors that the peak is measured with: 512, 256, 128; 0 where it is scalar. */
    public static native int vectorBits();

    /** Bytes a second of memcpy between prepared buffers, in blocks of the given size, one thread. */
    public static native double copyRate(long blockBytes, long nanos);

    /** Seconds of first touch a page: {seconds per page, bytes of that page}. */
    public static native double[] faultCost(long bytes, boolean hugePages);
}

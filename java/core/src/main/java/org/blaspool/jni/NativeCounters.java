package org.blaspool.jni;

/** {@code blaspool/counters.h}: hardware counters of this process and of all that it starts. */
public final class NativeCounters {
    /** Kinds of events, for {@link #open}. */
    public static final int CYCLES = 0;

    public static final int INSTRUCTIONS = 1;
    public static final int LLC_MISSES = 2;
    public static final int DTLB_LOAD_MISSES = 3;
    /** The kernel's own, nanoseconds; there on every machine. */
    public static final int TASK_CLOCK = 4;
    /** The kernel's own; there on every machine. */
    public static final int PAGE_FAULTS = 5;

    /** Numbers of one count in a reading: the value, nanoseconds enabled, nanoseconds running. */
    public static final int COUNT_LENGTH = 3;

    static {
        NativeLibrary.load();
    }

    private NativeCounters() {}

    /** blaspool_counters_open: a handle. Throws ResourceUnavailableException with the reason where there are none. */
    public static native long open(int[] kinds);

    /** Reads all kinds into {@code counts}, {@link #COUNT_LENGTH} numbers each. */
    public static native void read(long counters, long[] counts);

    public static native void close(long counters);

    /** blaspool_count_between for the kind of this index: -1 where nobody knows. */
    public static native long between(long[] from, long[] to, int index);
}

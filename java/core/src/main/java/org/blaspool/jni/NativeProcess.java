package org.blaspool.jni;

/** This process: what it used, its parent, its signals. */
public final class NativeProcess {
    /** Indices into what {@link #usage} returns. */
    public static final int USER_NANOS = 0;

    public static final int SYSTEM_NANOS = 1;
    public static final int MINOR_FAULTS = 2;
    public static final int MAJOR_FAULTS = 3;
    public static final int VOLUNTARY_SWITCHES = 4;
    public static final int INVOLUNTARY_SWITCHES = 5;

    static {
        NativeLibrary.load();
    }

    private NativeProcess() {}

    /** getrusage(RUSAGE_SELF), as the six numbers above. */
    public static native long[] usage();

    public static native int pid();

    /** Ignores INT, TERM and HUP: a worker obeys its parent alone. */
    public static native void ignoreTerminalSignals();

    /**
     * From now on INT ends the process with this status at once, as {@link #exitNow} does. For a JVM that is shutting down
     * already: its own handler would wait for the shutdown hooks, however long those take.
     */
    public static native void exitOnInterrupt(int status);

    /** CLOCK_MONOTONIC in nanoseconds: one clock for all processes of the machine. */
    public static native long monotonicNanos();

    /** _exit: no shutdown hooks, no clean-up. */
    public static native void exitNow(int status);
}

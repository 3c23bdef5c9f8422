package org.blaspool.jni;

/** CPU affinity masks, in the kernel's list form ({@code 0-3,8}). Thread-safe. */
public final class NativeAffinity {
    static {
        NativeLibrary.load();
    }

    private NativeAffinity() {}

    /** The mask of a thread, 0 for the calling one. */
    public static native String get(int tid);

    /** Sets the mask of a thread (0: the calling one) and reads it back; all of it or an exception with errno. */
    public static native void set(int tid, String list);

    /**
     * Confines the calling thread to one CPU until {@link #leaveHome}; false, and nothing changed, where its mask has not
     * got that CPU. Threads that it starts meanwhile inherit the one CPU.
     */
    public static native boolean goHome(int cpu);

    /** Gives the calling thread the mask from before {@link #goHome} back, or what the kernel gives of it now. */
    public static native void leaveHome();

    /** The kernel's id of the calling thread. */
    public static native int threadId();
}

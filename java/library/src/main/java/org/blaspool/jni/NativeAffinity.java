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

    /** The kernel's id of the calling thread. */
    public static native int threadId();
}

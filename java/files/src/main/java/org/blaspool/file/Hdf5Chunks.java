package org.blaspool.file;

import java.util.concurrent.Semaphore;

/**
 * Memory that chunks of HDF5 take while they are decoded, in whichever processes: a chunk is there compressed, decoded,
 * and once in between. One that takes more than the {@value #TOGETHER_MEGABYTES} MiB of all is decoded alone.
 */
final class Hdf5Chunks {
    private static final int COPIES = 3;
    private static final int TOGETHER_MEGABYTES = 256;

    private static final Semaphore MEGABYTES = new Semaphore(TOGETHER_MEGABYTES, true);

    private Hdf5Chunks() {}

    /** What decoding chunks of this size takes; Long.MAX_VALUE where that overflows. */
    static long bytes(long chunkBytes) {
        return chunkBytes > Long.MAX_VALUE / 2 / COPIES ? Long.MAX_VALUE / 2 : COPIES * chunkBytes;
    }

    /** The most that they take together, where each takes so much. */
    static long together(long bytes, int threads) {
        return Math.max(bytes, Math.min((long) TOGETHER_MEGABYTES << 20, bytes * threads));
    }

    /** Waits for memory; the number to {@link #release}. */
    static int acquire(long bytes) {
        int megabytes = (int) Math.min(TOGETHER_MEGABYTES, bytes >> 20);
        MEGABYTES.acquireUninterruptibly(megabytes);
        return megabytes;
    }

    static void release(int acquired) {
        MEGABYTES.release(acquired);
    }
}

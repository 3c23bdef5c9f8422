package org.blaspool.task;

import org.blaspool.error.InvalidInputException;

/**
 * How a batch is cut into chunks, each assigned as a whole. A chunk is a unit of assignment, never of buffering.
 *
 * @param tasks tasks in all, at least 1
 * @param chunkSize tasks a chunk, but for the last; at least 1
 */
public record Chunking(long tasks, long chunkSize) {
    /** Chunks a worker under the default chunk size, as in Python's Pool.starmap. */
    private static final int CHUNKS_PER_WORKER = 4;

    public Chunking {
        if (tasks < 1 || chunkSize < 1) {
            throw new InvalidInputException("chunk size is not positive: chunk-size=" + chunkSize + " tasks=" + tasks
                    + ", expected at least 1");
        }
    }

    /** The default: ceil(tasks / (4 x workers)). */
    public static Chunking byDefault(long tasks, int workers) {
        return new Chunking(tasks, defaultSize(tasks, workers));
    }

    /** ceil(tasks / (4 x workers)), as Python's multiprocessing.Pool computes it. */
    public static long defaultSize(long tasks, int workers) {
        return Math.max(1, ceilDiv(tasks, (long) CHUNKS_PER_WORKER * workers));
    }

    /** How many chunks. */
    public int chunks() {
        return Math.toIntExact(ceilDiv(tasks, chunkSize));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** The first task of each chunk. */
    long[] firsts() {
        long[] firsts = new long[chunks()];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = i * chunkSize;
        }
        return firsts;
    }
}

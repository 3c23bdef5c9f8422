package org.blaspool.task;

import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.blaspool.error.InvalidInputException;

/**
 * How a batch is cut into chunks, each assigned as a whole. A chunk is a unit of assignment, never of buffering.
 * Immutable.
 */
public final class Chunking {
    /** Chunks a worker under the default chunk size, as in Python's Pool.starmap. */
    private static final int CHUNKS_PER_WORKER = 4;

    private final long tasks;
    private final long[] firsts;

    private Chunking(long tasks, long[] firsts) {
        this.tasks = tasks;
        this.firsts = firsts;
    }

    /**
     * Chunks of one size, but for the last.
     *
     * @param tasks tasks in all, at least 1
     * @param chunkSize tasks a chunk, at least 1
     */
    public static Chunking uniform(long tasks, long chunkSize) {
        check(tasks, chunkSize);
        return new Chunking(
                tasks,
                LongStream.iterate(0, first -> first < tasks, first -> first + chunkSize)
                        .toArray());
    }

    /**
     * Chunks of ceil(tasks / (4 x workers)) that shrink towards the end, so that workers do not wait for each other's
     * last one: none is larger than half of a worker's share of what is left (guided self-scheduling: Polychronopoulos
     * and Kuck, IEEE Transactions on Computers 36(12), 1987).
     *
     * @param tasks tasks in all, at least 1
     */
    public static Chunking byDefault(long tasks, int workers) {
        long largest = defaultSize(tasks, workers);
        check(tasks, largest);
        LongUnaryOperator next = first -> first + Math.min(largest, ceilDiv(tasks - first, 2L * workers));
        return new Chunking(
                tasks, LongStream.iterate(0, first -> first < tasks, next).toArray());
    }

    /** ceil(tasks / (4 x workers)), as Python's multiprocessing.Pool computes it. */
    public static long defaultSize(long tasks, int workers) {
        return Math.max(1, ceilDiv(tasks, (long) CHUNKS_PER_WORKER * workers));
    }

    private static void check(long tasks, long chunkSize) {
        if (tasks < 1 || chunkSize < 1) {
            throw new InvalidInputException("chunk size is not positive: chunk-size=" + chunkSize + " tasks=" + tasks
                    + ", expected at least 1");
        }
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** Tasks in all. */
    public long tasks() {
        return tasks;
    }

    /** How many chunks. */
    public int chunks() {
        return firsts.length;
    }

    /** The first task of each chunk; not to be changed. */
    long[] firsts() {
        return firsts;
    }
}

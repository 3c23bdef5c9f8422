package org.blaspool.task;

import org.blaspool.error.ProductFailedException;

/** The work loop of a slot that computes in Java: claim a chunk, do its tasks, finish it, until none is free. */
public final class ClaimLoop {
    /** What is done for one task. */
    @FunctionalInterface
    public interface Body {
        void run(long task) throws Exception;
    }

    private ClaimLoop() {}

    /**
     * Works on a table as one slot. The first task that fails ends the loop: its chunk is failed, what it threw is the
     * cause of the exception, and the other chunks stay for others.
     *
     * @throws ProductFailedException naming the task
     */
    public static void run(TaskTable table, int slot, Body body) {
        long tasks = 0;
        long chunks = 0;
        table.enter(slot, System.nanoTime());
        try {
            for (long chunk = table.claim(slot); chunk >= 0; chunk = table.claim(slot)) {
                tasks += runChunk(table, slot, chunk, body);
                chunks++;
            }
        } finally {
            table.exit(slot, System.nanoTime(), tasks, chunks);
        }
    }

    private static long runChunk(TaskTable table, int slot, long chunk, Body body) {
        long first = table.first(chunk);
        long end = table.end(chunk);
        for (long task = first; task < end; task++) {
            table.current(slot, chunk, task);
            try {
                body.run(task);
            } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
                table.finish(chunk, slot, false);
                throw new ProductFailedException("task " + task + " failed: " + e, e);
            }
        }
        table.finish(chunk, slot, true);
        return end - first;
    }
}

package org.blaspool.task;

/**
 * What one slot of a task table did, on the machine's monotonic clock, which all processes share.
 *
 * @param enterNanos when it began to work; 0 where it never did
 * @param exitNanos when it found no more to do; 0 while it works
 * @param tasks how many it finished
 * @param chunks how many chunks it finished
 * @param currentChunk the chunk in hand, -1 for none
 * @param currentTask the task in hand, -1 for none
 */
public record SlotActivity(
        long enterNanos, long exitNanos, long tasks, long chunks, long currentChunk, long currentTask) {
    /** Nanoseconds between entering and leaving the work loop. */
    public long workNanos() {
        return Math.max(0, exitNanos - enterNanos);
    }
}

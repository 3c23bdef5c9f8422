package org.blaspool.task;

import org.blaspool.error.InvalidInputException;
import org.blaspool.jni.NativeProcess;
import org.blaspool.memory.Region;
import org.blaspool.observe.Events.ChunkEvent;
import org.blaspool.observe.Recordings;
import org.blaspool.task.TaskTable.SlotActivity;

/**
 * A worker's loop over a task table for work that is done in Java: claim a chunk, run its tasks, finish it, until none
 * is free. Twin of {@code blaspool_table_work}, with the same notes in the slot. For one thread.
 */
public final class ClaimLoop<E extends Exception> {
    /** What is done with a task. */
    @FunctionalInterface
    public interface Body<E extends Exception> {
        /** Runs the task of that index. */
        void run(long task) throws E;
    }

    private final TaskTable table;
    private final int slot;
    private final Body<E> body;
    private final boolean recorded = Recordings.on();
    private long tasks;
    private long chunks;

    private ClaimLoop(TaskTable table, int slot, Body<E> body) {
        this.table = table;
        this.slot = slot;
        this.body = body;
    }

    /**
     * Runs chunks until none is free or the table is stopped, which ends the loop after the task in hand and frees its
     * chunk. The first task that throws ends it too: its chunk is failed, the exception goes on, other chunks stay free.
     */
    public static <E extends Exception> void run(TaskTable table, int slot, Body<E> body) throws E {
        if (slot < 0 || slot >= table.slots()) {
            throw new InvalidInputException("slot is unknown: slot=" + slot + ", expected 0 to " + (table.slots() - 1));
        }
        Region region = table.region();
        region.retain();
        try {
            new ClaimLoop<>(table, slot, body).run();
        } finally {
            region.release();
        }
    }

    private void run() throws E {
        SlotActivity before = table.activity(slot);
        tasks = before.tasks();
        chunks = before.chunks();
        table.enter(slot, NativeProcess.monotonicNanos());
        try {
            for (long chunk = table.claim(slot); chunk >= 0; chunk = table.claim(slot)) {
                runChunk(chunk);
            }
        } finally {
            table.exit(slot, NativeProcess.monotonicNanos(), tasks, chunks);
        }
    }

    private void runChunk(long chunk) throws E {
        long first = table.first(chunk);
        long end = table.end(chunk);
        ChunkEvent event = recorded ? ChunkEvent.begun(chunk, first, end - 1, slot, table.attempt(chunk)) : null;
        for (long task = first; task < end; task++) {
            if (task > first && table.isStopped()) {
                table.release(slot);
                return;
            }
            if (!table.isSkipped(task)) {
                table.current(slot, chunk, task);
                runTask(chunk, task);
            }
        }
        table.finish(chunk, slot, true);
        if (event != null) {
            event.commit();
        }
        chunks++;
        table.progress(slot, tasks, chunks);
    }

    private void runTask(long chunk, long task) throws E {
        try {
            body.run(task);
        } catch (Throwable e) {
            table.finish(chunk, slot, false);
            throw e;
        }
        tasks++;
        table.progress(slot, tasks, chunks);
    }
}

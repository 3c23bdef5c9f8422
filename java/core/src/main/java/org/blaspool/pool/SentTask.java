package org.blaspool.pool;

import org.blaspool.jfr.ChunkEvent;

/** A task that is on its way to a worker or being computed there, with the sender's clocks in nanoseconds. */
final class SentTask {
    final long task;
    final long chunk;
    final boolean lastOfChunk;
    final long bytes;
    /** Of the chunk, where it is recorded. */
    final ChunkEvent event;

    /** Written by the sender; the receiver reads it when the result is there, which was sent for in between. */
    volatile long begun;

    volatile long sendNanos;

    /** 0 until the sender is done with it. */
    volatile long ended;

    SentTask(long task, long chunk, boolean lastOfChunk, long bytes, ChunkEvent event) {
        this.task = task;
        this.chunk = chunk;
        this.lastOfChunk = lastOfChunk;
        this.bytes = bytes;
        this.event = event;
    }
}

package org.blaspool.measure;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Samples an amount of memory in a thread of its own until it is closed, and keeps the highest. The first sample is taken
 * before the constructor returns and the last one when it is stopped, so that even a short round has two.
 *
 * <p>Proportional set sizes cost the kernel a walk over the page table: measured on a Zen 4 VM, a process with 2 GiB in
 * 4 KiB pages takes 13 to 15 ms a sample, with 2 MiB pages 0.1 to 0.5 ms. That is why memory is sampled in warm-up
 * rounds and not in timed ones, where there are any; the cold clock has none, and {@link #busyNanos()} tells what it cost.
 */
final class MemorySampler implements AutoCloseable {
    /** The time from one sample to the next; the report promises at least ten a second. */
    static final long PERIOD_NANOS = 50_000_000;

    private final LongSupplier bytes;
    private final Thread thread;
    private volatile boolean stopped;
    private long highest;
    private int samples;
    private long busyNanos;

    /** @param bytes what is sampled; called by one thread at a time */
    MemorySampler(LongSupplier bytes) {
        this.bytes = bytes;
        sample();
        thread = new Thread(this::run, "blaspool-memory-sampler");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long next = System.nanoTime() + PERIOD_NANOS;
        while (!stopped) {
            LockSupport.parkNanos(this, next - System.nanoTime());
            if (!stopped && System.nanoTime() - next >= 0) {
                sample();
                next = System.nanoTime() + PERIOD_NANOS;
            }
        }
    }

    private synchronized void sample() {
        long start = System.nanoTime();
        long sampled = bytes.getAsLong();
        if (sampled > highest) {
            // The processes are read one after another: shared memory that one of them mapped meanwhile counts twice
            // in the first reading, but not in the second.
            highest = Math.max(highest, Math.min(sampled, bytes.getAsLong()));
        }
        samples++;
        busyNanos += System.nanoTime() - start;
    }

    /** Takes the last sample, ends the thread and gives the highest. */
    long stop() {
        close();
        synchronized (this) {
            return highest;
        }
    }

    synchronized int samples() {
        return samples;
    }

    /** Nanoseconds that sampling itself took. */
    synchronized long busyNanos() {
        return busyNanos;
    }

    /** As {@link #stop()}; doing so twice does nothing. */
    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            LockSupport.unpark(thread);
            sample();
        }
    }
}

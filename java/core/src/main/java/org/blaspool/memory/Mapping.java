package org.blaspool.memory;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.blaspool.jni.NativeMemory;

/**
 * A region's addresses and descriptor, and when they are given back: at once, or, where threads may be in the midst of
 * reading when the region is closed, in two steps. First its memory and descriptor go and memory without content takes
 * their place; the addresses go when the collector finds that no view of them is left. That is when a region that nobody
 * closed goes as a whole, too.
 */
final class Mapping implements Runnable {
    /** Addresses that wait for the collector, after which it is asked to look: a process has 2^47 of them. */
    private static final long PATIENCE_BYTES = 1L << 44;

    /** The kernel allows a process 65,530 mappings. */
    private static final int PATIENCE_MAPPINGS = 10_000;

    private static final int RECLAIM_MILLIS = 500;

    private static final AtomicLong WAITING_BYTES = new AtomicLong();
    private static final AtomicInteger WAITING = new AtomicInteger();
    private static final AtomicInteger KEPT = new AtomicInteger();

    /** Started with the first region that needs it: workers have none. */
    private static final class Collected {
        static final Cleaner CLEANER = Cleaner.create();
    }

    private final long address;
    private final long mappedBytes;
    private final AtomicInteger views = new AtomicInteger();
    private int descriptor;
    private boolean isKept;
    private boolean isEmpty;

    Mapping(long address, long mappedBytes, int descriptor) {
        this.address = address;
        this.mappedBytes = mappedBytes;
        this.descriptor = descriptor;
    }

    /** Keeps the addresses until no view of these segments is left: slices refer to what they are slices of. */
    void keepFor(ByteBuffer[] segments) {
        isKept = true;
        views.set(segments.length);
        KEPT.incrementAndGet();
        for (ByteBuffer segment : segments) {
            Collected.CLEANER.register(segment, this);
        }
    }

    /** Gives the memory back, now that the region is closed. */
    synchronized void giveBack() {
        if (!isKept) {
            NativeMemory.release(address, mappedBytes, descriptor);
            return;
        }
        NativeMemory.empty(address, mappedBytes, descriptor);
        descriptor = -1;
        isEmpty = true;
        long bytes = WAITING_BYTES.addAndGet(mappedBytes);
        int mappings = WAITING.incrementAndGet();
        if (bytes > PATIENCE_BYTES || mappings > PATIENCE_MAPPINGS) {
            System.gc();
        }
    }

    /** One of the segments has no view any more. */
    @Override
    public void run() {
        if (views.decrementAndGet() > 0) {
            return;
        }
        synchronized (this) {
            NativeMemory.release(address, mappedBytes, descriptor);
            if (isEmpty) {
                WAITING_BYTES.addAndGet(-mappedBytes);
                WAITING.decrementAndGet();
            }
        }
        KEPT.decrementAndGet();
    }

    /** Has the collector look for what nobody refers to; whether anything came back. */
    static boolean reclaim() {
        int before = KEPT.get();
        if (before == 0) {
            return false;
        }
        System.gc();
        long deadline = System.nanoTime() + RECLAIM_MILLIS * 1_000_000L;
        while (KEPT.get() >= before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        return KEPT.get() < before;
    }
}

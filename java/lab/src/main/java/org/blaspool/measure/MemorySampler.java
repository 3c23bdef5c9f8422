package org.blaspool.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.blaspool.measure.MemorySampler.ProportionalMemory;
import org.blaspool.usage.ProcessTree;

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

    /**
     * Memory of a process with each page that several processes share counted in equal parts: the kernel's proportional set
     * size (proc(5), {@code /proc/PID/smaps_rollup}).
     *
     * @param bytes in all
     * @param sharedBytes of it in shared memory (memfd); 0 before Linux 5.4, which does not tell
     */
    record ProportionalMemory(long bytes, long sharedBytes) {
        static final ProportionalMemory NONE = new ProportionalMemory(0, 0);

        /** Of a process now; none where it has ended or may not be read. */
        static ProportionalMemory of(long pid) {
            return of(Path.of("/proc"), pid);
        }

        static ProportionalMemory of(Path proc, long pid) {
            try {
                return parse(Files.readString(proc.resolve(Long.toString(pid)).resolve("smaps_rollup")));
            } catch (IOException e) {
                return NONE;
            }
        }

        private static ProportionalMemory parse(String text) {
            long all = 0;
            long shared = 0;
            for (String line : text.split("\n")) {
                if (line.startsWith("Pss:")) {
                    all = kibibytes(line);
                } else if (line.startsWith("Pss_Shmem:")) {
                    shared = kibibytes(line);
                }
            }
            return new ProportionalMemory(all << 10, shared << 10);
        }

        private static long kibibytes(String line) {
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }

    /**
     * The memory that one row takes while other rows' workers may be up as well: the proportional set size of this process
     * and of the row's own processes, and of the operands' shared memory also the part that the kernel puts down to other
     * rows' workers, which map it too. What JVMs share of their libraries' files (some 20 MiB each) is divided among all
     * that are up.
     *
     * <p>For a row that keeps its operands in a server or in files, the comparison's own copy of them is not counted:
     * it serves the verification.
     */
    static final class RowMemory implements LongSupplier {
        private final ComparisonRow row;
        private final List<ComparisonRow> rows;
        private final long operandBytes;

        RowMemory(ComparisonRow row, List<ComparisonRow> rows, long operandBytes) {
            this.row = row;
            this.rows = rows;
            this.operandBytes = operandBytes;
        }

        @Override
        public long getAsLong() {
            long bytes = ProportionalMemory.of(ProcessTree.own()).bytes();
            for (long pid : ownProcesses()) {
                bytes += ProportionalMemory.of(pid).bytes();
            }
            for (ComparisonRow other : rows) {
                if (other != row && other.mapsOperands()) {
                    for (long pid : other.processes()) {
                        bytes += ProportionalMemory.of(pid).sharedBytes();
                    }
                }
            }
            return row.keepsOperandsElsewhere() ? Math.max(0, bytes - operandBytes) : bytes;
        }

        /** All processes that no other row has: a worker that was restarted since is among them. */
        private Set<Long> ownProcesses() {
            if (!row.spec().kind().usesProcesses()) {
                return Set.of();
            }
            Set<Long> own = ProcessTree.descendants();
            for (ComparisonRow other : rows) {
                if (other != row) {
                    own.removeAll(other.processes());
                }
            }
            return own;
        }
    }
}

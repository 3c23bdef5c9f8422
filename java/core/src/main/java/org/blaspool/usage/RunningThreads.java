package org.blaspool.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.blaspool.jni.NativeAffinity;

/**
 * Threads of processes that run although what they ran for is done. A BLAS lets its threads wait for the next call by
 * spinning: those of OpenBLAS for 2^26 ticks of the time stamp counter, 26 ms at 2.6 GHz ({@code THREAD_TIMEOUT} of its
 * {@code driver/others/blas_server.c}, {@code OPENBLAS_THREAD_TIMEOUT} in the environment), those of Intel's OpenMP for
 * 200 ms ({@code KMP_BLOCKTIME}). Whoever computes meanwhile shares a CPU with each of them, pinned or not, in this
 * process or another.
 *
 * <p>JIT compilers' threads are not counted: they work, and would do so later. Immutable and thread-safe.
 */
public final class RunningThreads {
    /** Twice what Intel's OpenMP spins. */
    private static final long PATIENCE_NANOS = 400_000_000;

    private final Path proc;

    /** @param proc where proc(5) is */
    RunningThreads(Path proc) {
        this.proc = proc;
    }

    /** As this machine's /proc has them; none where that is not readable. */
    public static RunningThreads ofThisMachine() {
        return new RunningThreads(Path.of("/proc"));
    }

    /**
     * Waits until none runs, but not longer than they spin, nor where the calling thread is interrupted, whose status
     * stays. Looks again and again without a pause: on CPUs that have slept whatever comes next would start slower.
     *
     * @param processes their pids; one that has ended has no threads
     * @return whether none runs any more
     */
    public boolean awaitNone(Set<Long> processes) {
        return awaitNone(processes, PATIENCE_NANOS);
    }

    boolean awaitNone(Set<Long> processes, long patienceNanos) {
        long start = System.nanoTime();
        while (anyRuns(processes)) {
            if (System.nanoTime() - start >= patienceNanos
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a thread other than the calling one runs, or would if it had a CPU. */
    boolean anyRuns(Set<Long> processes) {
        String self = Integer.toString(NativeAffinity.threadId());
        return processes.stream()
                .flatMap(pid -> threads(pid).stream())
                .filter(thread -> !thread.getFileName().toString().equals(self))
                .anyMatch(RunningThreads::runs);
    }

    private List<Path> threads(long pid) {
        try (Stream<Path> entries = Files.list(proc.resolve(Long.toString(pid)).resolve("task"))) {
            return entries.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean runs(Path thread) {
        try {
            // "tid (name) state …": the name may hold blanks and parentheses itself.
            String stat = Files.readString(thread.resolve("stat"));
            int nameEnd = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, nameEnd);
            return stat.startsWith(") R", nameEnd) && !name.matches("C[12] Compiler.*");
        } catch (IOException e) {
            return false;
        }
    }
}

package org.blaspool.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.blaspool.task.TaskTable;

/**
 * Looks after a pool's processes from a thread of its own, as long as the pool lives: one that somebody has stopped
 * (SIGSTOP), or that takes longer than allowed for one task, is killed. Whoever waits for it then finds it dead: so no
 * wait for a worker is without an end.
 */
final class HangWatch implements AutoCloseable {
    private static final long POLL_MILLIS = 200;
    private static final long STOPPED_MILLIS = 1000;

    private final Set<WorkerProcess> processes;
    private final Map<WorkerProcess, Sight> sights = new HashMap<>();
    private final Thread thread = new Thread(this::watch, "blaspool-hang-watch");
    private TaskTable table;
    private long timeoutMillis;
    private boolean closed;

    /** What was seen of a process last, and since when; 0: not seen so. */
    private static final class Sight {
        long task = -1;
        long taskSinceNanos;
        long stoppedSinceNanos;
    }

    /**
     * @param processes all that live; changed by others meanwhile
     */
    HangWatch(Set<WorkerProcess> processes) {
        this.processes = processes;
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins to hold workers to a time for each task of a table; 0: as long as they like. */
    synchronized void begin(TaskTable newTable, long newTimeoutMillis) {
        table = newTable;
        timeoutMillis = newTimeoutMillis;
        notifyAll();
    }

    /** The table is not looked at any more. */
    synchronized void end() {
        table = null;
        timeoutMillis = 0;
    }

    private synchronized void watch() {
        while (!closed) {
            try {
                wait(timeoutMillis == 0 ? POLL_MILLIS : Math.max(1, Math.min(POLL_MILLIS, timeoutMillis / 4)));
            } catch (InterruptedException e) {
                return;
            }
            sights.keySet().retainAll(processes);
            long now = System.nanoTime();
            for (WorkerProcess process : processes) {
                Sight sight = sights.computeIfAbsent(process, any -> new Sight());
                lookAtTask(process, sight, now);
                lookAtState(process, sight, now);
            }
        }
    }

    private void lookAtTask(WorkerProcess process, Sight sight, long now) {
        if (table == null || timeoutMillis == 0 || process.slot() < 0) {
            sight.task = -1;
            return;
        }
        long task = table.activity(process.slot()).currentTask();
        if (task != sight.task) {
            sight.task = task;
            sight.taskSinceNanos = now;
        } else if (task >= 0 && now - sight.taskSinceNanos > timeoutMillis * 1_000_000L) {
            process.kill("product " + task + " took longer than --timeout " + timeoutMillis / 1e3 + " s");
        }
    }

    private static void lookAtState(WorkerProcess process, Sight sight, long now) {
        if (!isStopped(process.pid())) {
            sight.stoppedSinceNanos = 0;
        } else if (sight.stoppedSinceNanos == 0) {
            sight.stoppedSinceNanos = now;
        } else if (now - sight.stoppedSinceNanos > STOPPED_MILLIS * 1_000_000L) {
            process.kill("it was stopped by SIGSTOP for more than " + STOPPED_MILLIS / 1e3 + " s");
        }
    }

    /** State T in /proc/PID/stat, behind the command's closing parenthesis; a traced process (t) is left alone. */
    private static boolean isStopped(long pid) {
        try {
            byte[] stat = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            String text = new String(stat, StandardCharsets.US_ASCII);
            int end = text.lastIndexOf(')');
            return end >= 0 && text.startsWith(") T", end);
        } catch (IOException e) {
            return false; // it has ended, which whoever waits for it notices
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

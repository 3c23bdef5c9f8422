package org.blaspool.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.task.TaskTable;

/**
 * Looks after a batch's workers from a thread of its own: one that takes longer than allowed for one task, or that
 * somebody has stopped (SIGSTOP), is killed; its slot then finds it dead and goes on with another.
 */
final class HangWatch implements AutoCloseable {
    private static final long POLL_MILLIS = 200;
    private static final long STOPPED_MILLIS = 1000;

    private final Crew crew;
    private final TaskTable table;
    private final long timeoutMillis;
    private final Sight[] sights;
    private final Thread thread;
    private volatile boolean ended;

    /** What was seen of a slot last, and since when. */
    private static final class Sight {
        long pid;
        long task = -1;
        long sinceNanos;
        long stoppedSinceNanos;
    }

    HangWatch(Crew crew, TaskTable table, long timeoutMillis) {
        this.crew = crew;
        this.table = table;
        this.timeoutMillis = timeoutMillis;
        sights = new Sight[crew.size()];
        for (int slot = 0; slot < sights.length; slot++) {
            sights[slot] = new Sight();
        }
        thread = new Thread(this::watch, "blaspool-hang-watch");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void watch() {
        long pause = timeoutMillis == 0 ? POLL_MILLIS : Math.max(1, Math.min(POLL_MILLIS, timeoutMillis / 4));
        while (!ended) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            for (int slot = 0; slot < sights.length && !ended; slot++) {
                look(slot, sights[slot], System.nanoTime());
            }
        }
    }

    private void look(int slot, Sight sight, long now) {
        long pid = crew.worker(slot).pid();
        long task = table.activity(slot).currentTask();
        if (pid != sight.pid || task != sight.task) {
            sight.pid = pid;
            sight.task = task;
            sight.sinceNanos = now;
            sight.stoppedSinceNanos = 0;
        }
        if (timeoutMillis > 0 && task >= 0 && now - sight.sinceNanos > timeoutMillis * 1_000_000L) {
            kill(slot, sight, "product " + task + " took longer than --timeout " + timeoutMillis / 1e3 + " s");
            return;
        }
        if (!isStopped(pid)) {
            sight.stoppedSinceNanos = 0;
        } else if (sight.stoppedSinceNanos == 0) {
            sight.stoppedSinceNanos = now;
        } else if (now - sight.stoppedSinceNanos > STOPPED_MILLIS * 1_000_000L) {
            kill(slot, sight, "it was stopped by SIGSTOP for more than " + STOPPED_MILLIS / 1e3 + " s");
        }
    }

    private void kill(int slot, Sight sight, String why) {
        crew.kill(slot, sight.pid, why);
        sight.task = -1;
        sight.stoppedSinceNanos = 0;
    }

    /** State T in /proc/PID/stat, behind the command's closing parenthesis; a traced process (t) is left alone. */
    private static boolean isStopped(long pid) {
        try {
            byte[] stat = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat"));
            String text = new String(stat, StandardCharsets.US_ASCII);
            int end = text.lastIndexOf(')');
            return end >= 0 && text.startsWith(") T", end);
        } catch (IOException e) {
            return false; // it has ended, which its slot notices
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

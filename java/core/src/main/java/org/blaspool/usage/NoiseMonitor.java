package org.blaspool.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Watches, from the files of /proc, what others do with the machine between its making and {@link #stop()}. */
public final class NoiseMonitor {
    private static final double SECONDS_PER_TICK = 0.01;

    private final Path proc;
    private final long startNanos = System.nanoTime();
    private final double loadBefore;
    private final long[] ticksBefore;
    private final long ownNanosBefore;

    private NoiseMonitor(Path proc) {
        this.proc = proc;
        loadBefore = load();
        ticksBefore = ticks();
        ownNanosBefore = ProcessTree.cpuNanos();
    }

    /** Watches from now on. */
    public static NoiseMonitor start() {
        return new NoiseMonitor(Path.of("/proc"));
    }

    /** What happened since the start. */
    public NoiseRecord stop() {
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double own = (ProcessTree.cpuNanos() - ownNanosBefore) / 1e9;
        long[] ticks = ticks();
        double busy = seconds(ticks, 0) + seconds(ticks, 1) + seconds(ticks, 2) + seconds(ticks, 5) + seconds(ticks, 6);
        // Ticks of two files that are read one after the other: a small difference may come out below zero.
        double others = Math.max(0, busy - own);
        int cpus = Runtime.getRuntime().availableProcessors();
        return new NoiseRecord(elapsed, Math.max(cpus, onlineCpus()), loadBefore, load(), seconds(ticks, 7), others);
    }

    private double seconds(long[] ticks, int field) {
        return (ticks[field] - ticksBefore[field]) * SECONDS_PER_TICK;
    }

    private double load() {
        String[] fields = read("loadavg").split(" ");
        return fields[0].isEmpty() ? 0 : Double.parseDouble(fields[0]);
    }

    /** user, nice, system, idle, iowait, irq, softirq, steal of all CPUs together, as proc(5) orders them. */
    private long[] ticks() {
        long[] ticks = new long[8];
        String[] fields = read("stat").lines().findFirst().orElse("").split(" +");
        for (int i = 0; i < ticks.length && i + 1 < fields.length; i++) {
            ticks[i] = Long.parseLong(fields[i + 1]);
        }
        return ticks;
    }

    private int onlineCpus() {
        return (int) read("stat").lines().filter(l -> l.matches("cpu[0-9]+ .*")).count();
    }

    /** Some sandboxes hide these files: then no noise is seen, which the zero load shows. */
    private String read(String file) {
        try {
            return Files.readString(proc.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}

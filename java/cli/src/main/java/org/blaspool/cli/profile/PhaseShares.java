package org.blaspool.cli.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.blaspool.cli.profile.StackSamples.StackSample;
import org.blaspool.cli.report.Json;
import org.blaspool.jni.NativeProbe;
import org.blaspool.measure.StrategyResult;

/**
 * The shares of what was sampled within the timed rounds, beside the phases that were measured in the same rounds.
 *
 * <p>Samples are CPU time, phases are time on the wall. They are compared where a slot is at work, in the BLAS or with
 * operands and results: what a worker waits for there, the parent (or the server) does for it meanwhile, and its threads
 * are sampled too. Queueing is left out of the one, the JVM's own threads of the other.
 */
final class PhaseShares {
    /** Kernel names of threads, of which there are at most 15 characters. */
    private static final Set<String> OF_THE_JVM = Set.of(
            "C1 CompilerThre",
            "C2 CompilerThre",
            "VM Thread",
            "VM Periodic Tas",
            "Sweeper thread",
            "Common-Cleaner",
            "Service Thread",
            "Monitor Deflati",
            "blaspool-memory",
            "Reference Handl",
            "Signal Dispatch");

    private final RoundPhases phases;
    private final ReportedCpu cpu;
    private final Map<StackClass, Long> samples = new EnumMap<>(StackClass.class);
    private long inFaults;
    private long all;

    PhaseShares(List<StackSample> sampled, RoundPhases phases, ReportedCpu cpu) {
        this.phases = phases;
        this.cpu = cpu;
        sampled.forEach(this::add);
    }

    /** Whether it counts: of a thread that has to do with products, within a timed round. */
    boolean counts(StackSample sample) {
        return !OF_THE_JVM.contains(sample.thread())
                && !sample.thread().startsWith("GC Thread")
                && phases.contains(sample.nanos());
    }

    private void add(StackSample sample) {
        if (counts(sample)) {
            all++;
            samples.merge(StackClass.of(sample.frames()), 1L, Long::sum);
            inFaults += StackClass.isPageFault(sample.frames()) ? 1 : 0;
        }
    }

    /** By samples, in percent. */
    double sampledPercent(StackClass what) {
        return percent(samples.getOrDefault(what, 0L));
    }

    /** The kernel at page faults, by samples, in percent; they are in the classes' shares too. */
    double faultsSampledPercent() {
        return percent(inFaults);
    }

    private double percent(long count) {
        return 100.0 * count / Math.max(1, all);
    }

    /** A table for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d samples in %d timed round%s%n%n  %-14s %9s %9s %7s%n",
                all,
                phases.rounds(),
                phases.rounds() == 1 ? "" : "s",
                "",
                "samples %",
                "phases %",
                "points"));
        shares().forEach(share -> text.append(String.format(
                Locale.ROOT,
                "  %-14s %9.1f %9.1f %7.1f  %s%n",
                share.name,
                share.sampled,
                share.measured,
                Math.abs(share.sampled - share.measured),
                share.about)));
        return text.append(String.format(
                        Locale.ROOT,
                        "%n  without the phase queue, which was %.1f %% of the rounds; the CPU time was %.1f %% of the"
                                + " slots'%n",
                        phases.queuedPercent(),
                        cpu.busyPercent()))
                .toString();
    }

    /** A line of a table: percent of the samples, of the phases, and what it is about. */
    private record Share(String name, double sampled, double measured, String about) {}

    private List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        for (StackClass what : StackClass.values()) {
            shares.add(new Share(what.label(), sampledPercent(what), phases.percent(what), phases.names(what)));
        }
        String each = String.format(
                Locale.ROOT, "in the above; %d a round, %.2f us each", cpu.faults(), cpu.secondsEach() * 1e6);
        shares.add(new Share("page faults", faultsSampledPercent(), cpu.percent(), each));
        return shares;
    }

    /** What was sampled, in a line for a picture. */
    String caption() {
        StringJoiner caption = new StringJoiner(", ");
        for (StackClass what : StackClass.values()) {
            caption.add(String.format(Locale.ROOT, "%s %.1f %%", what.label(), sampledPercent(what)));
        }
        return caption.add(String.format(Locale.ROOT, "page faults in these %.1f %%", faultsSampledPercent()))
                .toString();
    }

    /** The table for programs. */
    String csv() {
        StringBuilder csv = new StringBuilder("class,sampled_percent,phases_percent\n");
        shares().forEach(share ->
                csv.append(String.format(Locale.ROOT, "%s,%.2f,%.2f\n", share.name, share.sampled, share.measured)));
        return csv.toString();
    }

    /**
     * What a report says of a round's CPU time, and which part of it the page faults that it counts should have cost: their
     * number by the cost of the first touch of a small page here. No phase is theirs, they happen in all.
     *
     * @param faults of the median round, in all processes
     * @param secondsEach of one, clearing the page included
     * @param percent of the round's CPU time, in user and system mode
     * @param busyPercent that CPU time, of the time of all slots and their BLAS threads: what lacks, they waited
     */
    record ReportedCpu(long faults, double secondsEach, double percent, double busyPercent) {
        private static final long PROBE_BYTES = 64L << 20;

        /** Reads a report of one strategy and measures what a fault costs now. */
        static ReportedCpu of(Path report) {
            // In a virtual machine the first time may be that of its host.
            double each = Math.min(probe(), probe());
            StrategyResult row = Json.readComparison(report).results().get(0);
            // Of all slots together.
            int threads = row.effective().blasThreads().stream()
                    .mapToInt(slot -> Math.max(1, slot))
                    .sum();
            double cpuSeconds = row.cpuUserSeconds() + row.cpuSystemSeconds();
            return of(row.pageFaults(), each, cpuSeconds, threads * row.medianSeconds());
        }

        static ReportedCpu of(long faults, double secondsEach, double cpuSeconds, double threadSeconds) {
            double least = Double.MIN_VALUE;
            return new ReportedCpu(
                    faults,
                    secondsEach,
                    100 * faults * secondsEach / Math.max(least, cpuSeconds),
                    100 * cpuSeconds / Math.max(least, threadSeconds));
        }

        private static double probe() {
            return NativeProbe.faultCost(PROBE_BYTES, false)[0];
        }
    }
}

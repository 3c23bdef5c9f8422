package org.blaspool.measure;

import java.util.Locale;
import org.blaspool.usage.NoiseRecord;

/**
 * What may make a report's figures worth less than they look.
 *
 * @param kind stable name, as reports and scripts know it
 * @param text what was seen, with its numbers
 * @param advice what to do about it; null where there is nothing
 */
public record Warning(String kind, String text, String advice) {
    /** A row has no results that can be trusted. */
    static final String UNVERIFIED = "unverified";

    /** More threads than CPUs. */
    static Warning oversubscribed(String spec, int threads, int cpus) {
        return new Warning(
                "oversubscribed",
                format("%s runs %d threads on %d allotted CPUs", spec, threads, cpus),
                "let workers x BLAS threads be at most the CPUs (--workers, --blas-threads)");
    }

    /** The first timed round took longer than all others. */
    static Warning firstRunSlow(String spec, double first, double median) {
        return new Warning(
                "first-run-slow",
                format("the first round of %s took %.4g s, the median %.4g s", spec, first, median),
                "something was still warming up: take more rounds (--rounds)");
    }

    /** Rounds far from the median. */
    static Warning outliers(String spec, int count, double worst, double median) {
        String rounds = count == 1 ? "round of %s is" : "rounds of %s are";
        return new Warning(
                "outliers",
                format(
                        "%d " + rounds + " far from the median of %.4g s, the furthest %.4g s",
                        count,
                        spec,
                        median,
                        worst),
                "end other work on the machine, or take more rounds (--rounds)");
    }

    /** Workers share CPUs and their rounds spread. */
    static Warning unpinned(String spec, double spreadPercent) {
        return new Warning(
                "unpinned",
                format("workers of %s share CPUs and its rounds spread by %.1f %%", spec, spreadPercent),
                "give each worker CPUs of its own (--pin compact) where the machine is yours");
    }

    /** A result was wrong, or a strategy failed before it gave one. */
    static Warning unverified(String spec, String reason) {
        return new Warning(
                UNVERIFIED,
                format("results of %s are not verified: %s", spec, reason),
                "do not use this strategy's figures; --verbose shows the stack trace");
    }

    /** Others used the machine meanwhile. */
    static Warning noisyMachine(NoiseRecord noise) {
        return new Warning(
                "noisy-machine",
                format(
                        "during the rounds other processes used %.1f %% of the CPUs, the hypervisor took %.1f %%, load"
                                + " average was %.2f before",
                        100 * noise.otherShare(), 100 * noise.stealShare(), noise.loadBefore()),
                "end other work on the machine, or look at the intervals rather than the medians");
    }

    /** The machine's own speed changed, or a round was faster than it can be. */
    static Warning peakDrift(double before, double after, int tainted) {
        return new Warning(
                "peak-drift",
                format(
                        "the FMA peak was %.1f GFLOP/s before and %.1f after; %d rounds were above 103 %% of it",
                        before, after, tainted),
                "the CPU's clock changes or others use it: compare rounds of one run only, not runs");
    }

    /** The first touch of memory was much slower than the second. */
    static Warning coldMemory(double firstGbPerSecond, double laterGbPerSecond) {
        return new Warning(
                "cold-memory",
                format(
                        "memory was prepared at %.2f GB/s the first time and at %.2f the second: its host had not"
                                + " backed it",
                        firstGbPerSecond, laterGbPerSecond),
                "nothing to do here, it was touched once before the clock; a program's own first run will feel it");
    }

    /** Much memory in 4 KiB pages. */
    static Warning smallPages(String pages, long bytes) {
        return new Warning(
                "small-pages",
                format("%d MiB of operands and results lie in %s pages", bytes >> 20, pages),
                "allow huge pages: /sys/kernel/mm/transparent_hugepage/enabled=madvise, Linux 6.1+ for shared memory");
    }

    /** Not enough rounds for an interval. */
    static Warning tooFewRounds(int rounds) {
        String few = rounds == 1 ? "round is too few" : "rounds are too few";
        return new Warning(
                "too-few-rounds",
                format("%d %s: no interval, no verdict", rounds, few),
                format("take at least %d (--rounds)", Statistics.FEWEST_ROUNDS));
    }

    /** Time was over before every verdict was settled. */
    static Warning notSettled(int rows, double budgetSeconds) {
        return new Warning(
                "too-few-rounds",
                format("%d %s not settled within %.0f s", rows, rows == 1 ? "row is" : "rows are", budgetSeconds),
                "allow more time (--budget), or take fewer --pairs, so that there are more rounds in it");
    }

    /** Rounds so short that reading the clock and waking threads count. */
    static Warning clockResolution(String spec, double median) {
        return new Warning(
                "clock-resolution",
                format("a round of %s takes only %.3g ms", spec, 1e3 * median),
                "take more pairs, so that a round lasts 10 ms or more (--pairs)");
    }

    /** A strategy of a suite that this BLAS cannot run. */
    public static Warning leftOut(String spec, String reason) {
        return new Warning("left-out", format("%s is left out: %s", spec, reason), "another BLAS has it (--blas)");
    }

    /** Others used much of the machine all the time. */
    static Warning busy(double share) {
        return new Warning(
                "busy",
                format(
                        "others had %.0f %% of the CPUs in the median round: all figures are of this machine as busy as"
                                + " it is now",
                        100 * share),
                "compare again once it is quiet; what is fastest beside others need not be so then");
    }

    /** The fastest was given more of the CPUs, and did more work for the same products. */
    static Warning favouredSleepers(String fastest, double share, String other, double otherShare) {
        return new Warning(
                "favoured-sleepers",
                format(
                        "%s was given %.0f %% of the CPUs and %s %.0f %%, although that one takes less CPU time: the"
                                + " kernel prefers threads that sleep between products to those that never do",
                        fastest, 100 * share, other, 100 * otherShare),
                "on a quiet machine it would have no such lead");
    }

    /** Something else was used than what is normal or was asked. */
    static Warning fallback(String what) {
        return new Warning("fallback", what, "info shows what was found and why");
    }

    /** A strategy's own words: a worker that died and was replaced, what was not pinned and why. */
    static Warning noted(String note) {
        return new Warning("note", note, "info shows the machine as the strategies see it");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

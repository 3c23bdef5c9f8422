package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.blaspool.cpu.CpuSet;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.memory.PageKind;
import org.blaspool.plan.StrategyKind;
import org.blaspool.strategy.Effective;
import org.blaspool.usage.NoiseRecord;

/** Finds what may make the figures worth less than they look. */
final class Diagnosis {
    /** Rounds below this are near what reading clocks and waking threads costs. */
    private static final double SHORT_SECONDS = 1e-3;

    /** hyperfine's limit of the modified z-score: only what is far out is worth a warning. */
    private static final double OUTLIER_SCORE = 14.826;

    private static final double OUTLIER_SHARE = 0.05;
    private static final double SPREAD_SHARE = 0.05;
    private static final double DRIFT_SHARE = 0.03;
    private static final double NOISE_SHARE = 0.05;
    private static final double STEAL_SHARE = 0.01;
    private static final long MUCH_MEMORY = 256L << 20;
    private static final double LEAST_CPU_SECONDS = 0.05;
    private static final double CLEARLY = 1.03;

    private final ComparisonRequest request;
    private final MachineRecord machine;
    private final PageKind pages;

    Diagnosis(ComparisonRequest request, MachineRecord machine, PageKind pages) {
        this.request = request;
        this.machine = machine;
        this.pages = pages;
    }

    /** What concerns all rows. */
    List<Warning> ofMachine(NoiseRecord noise, int tooFast, List<StrategyResult> results) {
        List<Warning> warnings = new ArrayList<>();
        if (request.isOpen()) {
            int open = (int) results.stream()
                    .filter(result -> result.verdict() == Verdict.TOO_FEW_ROUNDS)
                    .count();
            if (open > 0) {
                warnings.add(Warning.notSettled(open, request.budgetSeconds()));
            }
        } else if (request.rounds() < Statistics.FEWEST_ROUNDS) {
            warnings.add(Warning.tooFewRounds(request.rounds()));
        }
        if (noise.otherShare() > NOISE_SHARE || noise.stealShare() > STEAL_SHARE) {
            warnings.add(Warning.noisyMachine(noise));
        }
        double before = machine.fmaPeakGflops();
        double after = machine.fmaPeakGflopsAfter();
        if (tooFast > 0 || Math.abs(after - before) > DRIFT_SHARE * Math.max(before, after)) {
            warnings.add(Warning.peakDrift(before, after, tooFast));
        }
        long bytes = request.workload().bytes();
        if (pages != PageKind.HUGE && bytes >= MUCH_MEMORY) {
            warnings.add(Warning.smallPages(pages.toString(), bytes));
        }
        return warnings;
    }

    /**
     * Whether the fastest took more CPU time than another and was ready earlier all the same: it worked for less long
     * because it was given more of the CPUs, and would not beside nobody.
     */
    Optional<Warning> ofSleepers(List<StrategyResult> results) {
        List<StrategyResult> verified = results.stream()
                .filter(result -> result.verified() && cpuSeconds(result) >= LEAST_CPU_SECONDS)
                .sorted(Comparator.comparingDouble(StrategyResult::medianSeconds))
                .toList();
        return verified.stream()
                .skip(1)
                .filter(other -> cpuSeconds(other) * CLEARLY < cpuSeconds(verified.get(0))
                        && other.medianSeconds() > CLEARLY * verified.get(0).medianSeconds())
                .min(Comparator.comparingDouble(Diagnosis::cpuSeconds))
                .map(other -> Warning.favouredSleepers(
                        verified.get(0).spec().toString(),
                        share(verified.get(0)),
                        other.spec().toString(),
                        share(other)));
    }

    private static double cpuSeconds(StrategyResult result) {
        return result.cpuUserSeconds() + result.cpuSystemSeconds();
    }

    /** Of the CPUs, that it was given. */
    private double share(StrategyResult result) {
        return cpuSeconds(result) / (result.medianSeconds() * machine.cpus());
    }

    /** What concerns one row. */
    List<Warning> ofRow(StrategyResult result) {
        List<Warning> warnings = new ArrayList<>();
        String spec = result.spec().toString();
        if (result.failure() != null) {
            warnings.add(Warning.unverified(spec, result.failure()));
        }
        double[] seconds =
                result.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        int threads = result.effective() == null ? 0 : threads(result, result.effective());
        if (threads > machine.cpus()) {
            warnings.add(Warning.oversubscribed(spec, threads, machine.cpus()));
        }
        if (seconds.length > 0) {
            ofSeconds(warnings, spec, seconds);
        }
        return warnings;
    }

    /** The strategy whose rounds spread most, where its workers share CPUs; one warning is enough for all. */
    Optional<Warning> ofPinning(List<StrategyResult> results) {
        return results.stream()
                .filter(result -> result.spec().kind().hasWorkers()
                        && result.seconds().size() >= Statistics.FEWEST_ROUNDS
                        && result.effective() != null
                        && shareCpus(result.effective())
                        && spread(result) > SPREAD_SHARE)
                .max(Comparator.comparingDouble(Diagnosis::spread))
                .map(result -> Warning.unpinned(result.spec().toString(), 100 * spread(result)));
    }

    /** Distance of the quartiles over the median. */
    private static double spread(StrategyResult result) {
        double[] seconds =
                result.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        return (Statistics.quantile(0.75, seconds) - Statistics.quantile(0.25, seconds)) / Statistics.median(seconds);
    }

    /** Threads in a BLAS at once; callers of one process share its BLAS threads when those are more than one. */
    private static int threads(StrategyResult result, Effective effective) {
        List<Integer> blasThreads = effective.blasThreads();
        if (result.spec().kind() == StrategyKind.THREADS || blasThreads.size() < effective.workers()) {
            int each = blasThreads.stream().mapToInt(Integer::intValue).max().orElse(1);
            return effective.workers() * Math.max(1, each);
        }
        return blasThreads.stream().mapToInt(each -> Math.max(1, each)).sum();
    }

    private static boolean shareCpus(Effective effective) {
        CpuSet seen = CpuSet.empty();
        for (String list : effective.cpus()) {
            if (list.isBlank()) {
                return true;
            }
            CpuSet own = CpuSet.parse(list);
            if (seen.intersects(own)) {
                return true;
            }
            seen = seen.union(own);
        }
        return effective.cpus().size() < effective.workers();
    }

    private static void ofSeconds(List<Warning> warnings, String spec, double[] seconds) {
        double median = Statistics.median(seconds);
        if (median < SHORT_SECONDS) {
            warnings.add(Warning.clockResolution(spec, median));
        }
        if (isFirstSlow(seconds)) {
            warnings.add(Warning.firstRunSlow(spec, seconds[0], median));
            return;
        }
        int outliers = Statistics.outliers(OUTLIER_SCORE, OUTLIER_SHARE, seconds);
        if (outliers > 0) {
            double slowest = Statistics.max(seconds);
            double fastest = Statistics.min(seconds);
            double furthest = slowest - median > median - fastest ? slowest : fastest;
            warnings.add(Warning.outliers(spec, outliers, furthest, median));
        }
    }

    /** The first is an outlier of its own, above all others. */
    private static boolean isFirstSlow(double[] seconds) {
        return seconds.length >= 3
                && seconds[0] == Statistics.max(seconds)
                && Statistics.outliers(OUTLIER_SCORE, OUTLIER_SHARE, seconds) == 1
                && seconds[0] > (1 + OUTLIER_SHARE) * Statistics.median(seconds);
    }
}

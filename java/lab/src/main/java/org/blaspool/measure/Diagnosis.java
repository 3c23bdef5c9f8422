package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.blaspool.cpu.CpuSet;
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
    List<Issue> ofMachine(NoiseRecord noise, int tooFast, List<StrategyResult> results) {
        List<Issue> issues = new ArrayList<>();
        if (request.isOpen()) {
            int open = (int) results.stream()
                    .filter(result -> result.verdict() == Verdict.TOO_FEW_ROUNDS)
                    .count();
            if (open > 0) {
                issues.add(new Issue.NotSettled(open, request.budgetSeconds()));
            }
        } else if (request.rounds() < Statistics.FEWEST_ROUNDS) {
            issues.add(new Issue.TooFewRounds(request.rounds()));
        }
        if (noise.otherShare() > NOISE_SHARE || noise.stealShare() > STEAL_SHARE) {
            issues.add(new Issue.NoisyMachine(noise));
        }
        double before = machine.fmaPeakGflops();
        double after = machine.fmaPeakGflopsAfter();
        if (tooFast > 0 || Math.abs(after - before) > DRIFT_SHARE * Math.max(before, after)) {
            issues.add(new Issue.PeakDrift(before, after, tooFast));
        }
        long bytes = request.workload().bytes();
        if (pages != PageKind.HUGE && bytes >= MUCH_MEMORY) {
            issues.add(new Issue.SmallPages(pages.toString(), bytes));
        }
        return issues;
    }

    /**
     * Whether the fastest took more CPU time than another and was ready earlier all the same: it worked for less long
     * because it was given more of the CPUs, and would not beside nobody.
     */
    Optional<Issue> ofSleepers(List<StrategyResult> results) {
        List<StrategyResult> verified = results.stream()
                .filter(result -> result.verified() && cpuSeconds(result) >= LEAST_CPU_SECONDS)
                .sorted(Comparator.comparingDouble(StrategyResult::medianSeconds))
                .toList();
        return verified.stream()
                .skip(1)
                .filter(other -> cpuSeconds(other) * CLEARLY < cpuSeconds(verified.get(0))
                        && other.medianSeconds() > CLEARLY * verified.get(0).medianSeconds())
                .min(Comparator.comparingDouble(Diagnosis::cpuSeconds))
                .map(other -> new Issue.FavouredSleepers(
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
    List<Issue> ofRow(StrategyResult result) {
        List<Issue> issues = new ArrayList<>();
        String spec = result.spec().toString();
        if (result.failure() != null) {
            issues.add(new Issue.Unverified(spec, result.failure()));
        }
        double[] seconds =
                result.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        int threads = result.effective() == null ? 0 : threads(result, result.effective());
        if (threads > machine.cpus()) {
            issues.add(new Issue.Oversubscribed(spec, threads, machine.cpus()));
        }
        if (seconds.length > 0) {
            ofSeconds(issues, spec, seconds);
        }
        return issues;
    }

    /** The strategy whose rounds spread most, where its workers share CPUs; one warning is enough for all. */
    Optional<Issue> ofPinning(List<StrategyResult> results) {
        return results.stream()
                .filter(result -> result.spec().kind().hasWorkers()
                        && result.seconds().size() >= Statistics.FEWEST_ROUNDS
                        && result.effective() != null
                        && shareCpus(result.effective())
                        && spread(result) > SPREAD_SHARE)
                .max(Comparator.comparingDouble(Diagnosis::spread))
                .map(result -> new Issue.Unpinned(result.spec().toString(), 100 * spread(result)));
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

    private static void ofSeconds(List<Issue> issues, String spec, double[] seconds) {
        double median = Statistics.median(seconds);
        if (median < SHORT_SECONDS) {
            issues.add(new Issue.ClockResolution(spec, median));
        }
        if (isFirstSlow(seconds)) {
            issues.add(new Issue.FirstRunSlow(spec, seconds[0], median));
            return;
        }
        int outliers = Statistics.outliers(OUTLIER_SCORE, OUTLIER_SHARE, seconds);
        if (outliers > 0) {
            double slowest = Statistics.max(seconds);
            double fastest = Statistics.min(seconds);
            double furthest = slowest - median > median - fastest ? slowest : fastest;
            issues.add(new Issue.Outliers(spec, outliers, furthest, median));
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

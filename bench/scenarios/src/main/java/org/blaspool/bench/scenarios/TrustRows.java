package org.blaspool.bench.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.measure.Statistics;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.measure.Workload;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.StrategyFactory;

/** Whether comparisons can be believed: equals are found equal, a known difference is found, disturbance is noticed. */
final class TrustRows {
    private static final int COMPARISONS = 40;
    private static final int ROUNDS = 9;
    private static final int TURNS = 7;
    private static final double HANDICAP = 0.05;
    private static final double LARGE_HANDICAP = 0.3;
    private static final int[] HOGS = {1, 2, 4};
    private static final double HOGGED_SECONDS = 90;
    /** Batches of some 6 and 50 ms on two cores, in turns. */
    private static final List<Workload> WORKLOADS = List.of(workload(256, 24), workload(500, 24));

    private static final List<String> STRATEGIES = List.of("threads", "processes-shared");

    private static final Workload HOGGED = workload(500, 24);

    private TrustRows() {}

    private static Workload workload(int edge, int pairs) {
        return new Workload(edge, edge, edge, pairs, Fill.RANDOM, 42);
    }

    static List<Row> all() {
        return List.of(
                Row.of(
                        "same",
                        "comparisons of a strategy with itself that claim a difference",
                        bench -> count(bench, 0)),
                Row.of(
                        "handicap",
                        "comparisons with the same 5 % slower that find it slower",
                        bench -> count(bench, HANDICAP)),
                Row.of(
                        "handicap-30",
                        "seconds until 30 % are settled against those that nine rounds take",
                        TrustRows::settling),
                Row.of(
                        "hog",
                        "a comparison beside endless loops: ends in time, and picks well or not at all",
                        TrustRows::hog));
    }

    private static List<Figure> count(Bench bench, double handicap) {
        List<Figure> figures = new ArrayList<>();
        int comparisons = bench.count(COMPARISONS, 5);
        for (String spec : STRATEGIES) {
            Counted counted = new Counted();
            for (int i = 0; i < comparisons; i++) {
                Workload workload = WORKLOADS.get(i % WORKLOADS.size());
                double delay = handicap == 0 ? 0 : handicap * counted.alone(bench, spec, workload);
                counted.add(pair(bench, spec, workload, delay, true), handicap == 0);
            }
            int goal = Math.round(comparisons * (handicap == 0 ? 5f : 36f) / COMPARISONS);
            figures.add(new Figure(
                    spec,
                    counted.found + " of " + comparisons,
                    "slower",
                    counted.found,
                    handicap == 0 ? Goal.atMost(goal, "") : Goal.atLeast(goal, ""),
                    counted.samples));
        }
        return figures;
    }

    private static List<Figure> settling(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        for (String spec : STRATEGIES) {
            Counted counted = new Counted();
            for (Workload workload : WORKLOADS) {
                double delay = LARGE_HANDICAP * counted.alone(bench, spec, workload);
                Map<String, List<Double>> samples = new LinkedHashMap<>();
                List<Double> shares = new ArrayList<>();
                for (int i = 0; i < bench.count(TURNS, 1); i++) {
                    List<ComparisonResult> open = new ArrayList<>();
                    double nine = seconds(() -> pair(bench, spec, workload, delay, false));
                    double settled = seconds(() -> open.add(pair(bench, spec, workload, delay, true)));
                    shares.add(settled / nine);
                    sample(samples, "nine_rounds_seconds", nine);
                    sample(samples, "settled_seconds", settled);
                    sample(samples, "settled_rounds", open.get(0).rounds());
                }
                double share = Statistics.median(shares.stream().mapToDouble(Double::doubleValue).toArray());
                figures.add(new Figure(
                        spec + " n=" + workload.n(),
                        Goal.number(share) + " x",
                        "nine rounds",
                        share,
                        Goal.atMost(1 / 3.0, ""),
                        samples));
            }
        }
        return figures;
    }

    private static void sample(Map<String, List<Double>> samples, String name, double value) {
        samples.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** What was found in comparisons so far, and what they were made of. */
    private static final class Counted {
        final Map<String, List<Double>> samples = new LinkedHashMap<>();
        private final Map<Workload, Double> alone = new HashMap<>();
        private int found;

        /** The second row is the handicapped one; of two equal ones the slower is either. */
        void add(ComparisonResult result, boolean either) {
            StrategyResult first = result.results().get(0);
            StrategyResult second = result.results().get(1);
            boolean claimed = second.verdict() == Verdict.SLOWER || either && first.verdict() == Verdict.SLOWER;
            found += claimed ? 1 : 0;
            Interval found95 = (second.ratioToBest() > 1 ? second : first).ratioCi95();
            Interval interval = found95 == null ? new Interval(Double.NaN, Double.NaN) : found95;
            sample("rounds", result.rounds());
            sample("settled", second.verdict() == Verdict.TOO_FEW_ROUNDS ? 0 : 1);
            sample("size", result.workload().n());
            sample("pairs", result.workload().pairs());
            sample("rounds_tainted", result.roundsTainted());
            sample("ratio_of_medians", second.medianSeconds() / first.medianSeconds());
            sample("interval_low", interval.low());
            sample("interval_high", interval.high());
            first.samples().batchSeconds().forEach(round -> round.forEach(seconds -> sample("first", seconds)));
            second.samples().batchSeconds().forEach(round -> round.forEach(seconds -> sample("second", seconds)));
            sample("first_batches", first.samples().batchSeconds().get(0).size());
            sample("second_batches", second.samples().batchSeconds().get(0).size());
        }

        private void sample(String name, double value) {
            TrustRows.sample(samples, name, value);
        }

        /** Seconds of a batch by itself; measured once. */
        double alone(Bench bench, String spec, Workload workload) {
            return alone.computeIfAbsent(
                    workload,
                    key -> bench.comparison(key, List.of(StrategySpec.parse(spec)), ROUNDS, bench::strategy)
                            .run()
                            .results()
                            .get(0)
                            .medianSeconds());
        }
    }

    private static ComparisonResult pair(Bench bench, String spec, Workload workload, double delay, boolean open) {
        StrategySpec parsed = StrategySpec.parse(spec);
        // Two specs that say the same are two objects: which of the two a strategy is made for, when it is made anew.
        StrategySpec slower = StrategySpec.parse(spec);
        StrategyFactory factory =
                each -> each == slower ? new Handicapped(bench.strategy(each), delay) : bench.strategy(each);
        List<StrategySpec> both = List.of(parsed, slower);
        return (open
                        ? bench.openComparison(workload, both, factory)
                        : bench.comparison(workload, both, ROUNDS, factory))
                .run();
    }

    private static List<Figure> hog(Bench bench) {
        List<StrategySpec> specs =
                StrategySpec.parseList("blas-threads,threads,processes-shared,processes-serialized:codec=raw");
        ComparisonResult quiet =
                bench.openComparison(HOGGED, specs, bench::strategy).run();
        List<Figure> figures = new ArrayList<>();
        for (int loops : HOGS) {
            List<ProcessHandle> hogs = new ArrayList<>();
            try {
                for (int i = 0; i < loops; i++) {
                    hogs.add(startHog());
                }
                List<ComparisonResult> disturbed = new ArrayList<>();
                double seconds = seconds(() -> disturbed.add(
                        bench.openComparison(HOGGED, specs, bench::strategy).run()));
                Recommendation advice = disturbed.get(0).recommendation();
                double worse = advice == null ? 1 : timeOf(advice.spec(), quiet) / best(quiet);
                figures.add(new Figure(
                        loops + " loops: " + (advice == null ? "nothing taken" : advice.spec()),
                        Goal.number(worse) + " x",
                        "best when quiet",
                        worse,
                        Goal.atMost(1.05, ""),
                        Map.of("seconds", List.of(seconds))));
                figures.add(new Figure(
                        loops + " loops: seconds", Goal.number(seconds), "", seconds, Goal.atMost(HOGGED_SECONDS, "s"), Map.of()));
            } finally {
                hogs.forEach(ProcessHandle::destroy); // timeout passes it on
            }
        }
        return figures;
    }

    private static double best(ComparisonResult result) {
        return result.results().stream()
                .mapToDouble(StrategyResult::medianSeconds)
                .min()
                .orElseThrow();
    }

    private static double timeOf(StrategySpec spec, ComparisonResult result) {
        return result.results().stream()
                .filter(row -> row.spec().equals(spec))
                .mapToDouble(StrategyResult::medianSeconds)
                .findFirst()
                .orElseThrow();
    }

    /** A process that is none of ours: what is below this one in the tree of processes counts as its own work. */
    private static ProcessHandle startHog() {
        String loop = "timeout 600 sh -c 'while :; do :; done' > /dev/null 2>&1 & echo $!";
        try {
            Process shell = new ProcessBuilder("sh", "-c", loop).start();
            long pid = Long.parseLong(
                    new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

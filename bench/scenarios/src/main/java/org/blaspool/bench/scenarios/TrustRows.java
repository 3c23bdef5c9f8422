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
import org.blaspool.measure.Fill;
import org.blaspool.measure.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Verdict;
import org.blaspool.measure.Workload;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.StrategyFactory;

/** Whether comparisons can be believed: equals are found equal, a known difference is found, disturbance is noticed. */
final class TrustRows {
    private static final int COMPARISONS = 40;
    private static final int ROUNDS = 10;
    private static final double HANDICAP = 0.05;
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
                        "comparisons of a strategy with itself that find no difference",
                        bench -> count(bench, 0)),
                Row.of(
                        "handicap",
                        "comparisons with the same 5 % slower that find it slower",
                        bench -> count(bench, HANDICAP)),
                Row.of(
                        "hog",
                        "a comparison while another process takes a CPU: warned of, or within the interval",
                        TrustRows::hog));
    }

    private static List<Figure> count(Bench bench, double handicap) {
        List<Figure> figures = new ArrayList<>();
        int comparisons = bench.count(COMPARISONS, 5);
        for (String spec : STRATEGIES) {
            Counted counted = new Counted(handicap == 0 ? Verdict.NO_DIFFERENCE : Verdict.SLOWER);
            for (int i = 0; i < comparisons; i++) {
                Workload workload = WORKLOADS.get(i % WORKLOADS.size());
                double delay = handicap == 0 ? 0 : handicap * counted.alone(bench, spec, workload);
                counted.add(pair(bench, spec, workload, delay));
            }
            int goal = Math.round(comparisons * (handicap == 0 ? 37f : 36f) / COMPARISONS);
            figures.add(new Figure(
                    spec + ", " + ROUNDS + " rounds",
                    counted.found + " of " + comparisons,
                    counted.wanted.toString(),
                    counted.found,
                    Goal.atLeast(goal, ""),
                    counted.samples));
        }
        return figures;
    }

    /** What was found in comparisons so far, and what they were made of. */
    private static final class Counted {
        final Verdict wanted;
        final Map<String, List<Double>> samples = new LinkedHashMap<>();
        private final Map<Workload, Double> alone = new HashMap<>();
        private int found;

        Counted(Verdict wanted) {
            this.wanted = wanted;
        }

        /** The second row is the handicapped one; of two equal ones the slower is either. */
        void add(ComparisonResult result) {
            StrategyResult first = result.results().get(0);
            StrategyResult second = result.results().get(1);
            boolean either = wanted == Verdict.NO_DIFFERENCE;
            found += second.verdict() == wanted || either && first.verdict() == wanted ? 1 : 0;
            Interval interval =
                    (second.ratioToBest() > 1 ? second : first).ratioCi95().orElseThrow();
            sample("size", result.workload().n());
            sample("pairs", result.workload().pairs());
            sample("rounds_tainted", result.roundsTainted());
            sample("ratio_of_medians", second.medianSeconds() / first.medianSeconds());
            sample("interval_low", interval.low());
            sample("interval_high", interval.high());
            first.batchSeconds().forEach(round -> round.forEach(seconds -> sample("first", seconds)));
            second.batchSeconds().forEach(round -> round.forEach(seconds -> sample("second", seconds)));
            sample("first_batches", first.batchSeconds().get(0).size());
            sample("second_batches", second.batchSeconds().get(0).size());
        }

        private void sample(String name, double value) {
            samples.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
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

    private static ComparisonResult pair(Bench bench, String spec, Workload workload, double delay) {
        StrategySpec parsed = StrategySpec.parse(spec);
        // Two specs that say the same are two objects: which of the two a strategy is made for, when it is made anew.
        StrategySpec slower = StrategySpec.parse(spec);
        StrategyFactory factory =
                each -> each == slower ? new Handicapped(bench.strategy(each), delay) : bench.strategy(each);
        return bench.comparison(workload, List.of(parsed, slower), ROUNDS, factory)
                .run();
    }

    /** The goal speaks of 1 for a comparison that warns of the noise, or whose interval has the ratio without it. */
    private static List<Figure> hog(Bench bench) {
        List<StrategySpec> specs = StrategySpec.parseList("threads:workers=2,processes-serialized:workers=2:codec=raw");
        ComparisonResult quiet =
                bench.comparison(HOGGED, specs, ROUNDS, bench::strategy).run();
        ProcessHandle hog = startHog();
        ComparisonResult disturbed;
        try {
            disturbed = bench.comparison(HOGGED, specs, ROUNDS, bench::strategy).run();
        } finally {
            hog.destroy(); // timeout passes it on
        }
        double without = ratio(quiet);
        double with = ratio(disturbed);
        boolean warned =
                disturbed.warnings().stream().anyMatch(warning -> warning.kind().equals("noisy-machine"));
        boolean within = disturbed.results().get(1).ratioCi95().orElseThrow().contains(without);
        return List.of(new Figure(
                (warned ? "warned" : "NOT warned") + ", quiet ratio " + (within ? "within" : "outside")
                        + " the interval",
                Goal.number(with) + " x",
                Goal.number(without) + " x",
                warned || within ? 1 : 0,
                Goal.atLeast(1, ""),
                Map.of("ratio_with_hog", List.of(with), "ratio_quiet", List.of(without))));
    }

    private static double ratio(ComparisonResult result) {
        return result.results().get(1).medianSeconds() / result.results().get(0).medianSeconds();
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

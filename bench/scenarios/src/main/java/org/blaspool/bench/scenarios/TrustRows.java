package org.blaspool.bench.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Fill;
import org.blaspool.measure.StrategyFactory;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Verdict;
import org.blaspool.measure.Workload;
import org.blaspool.plan.StrategySpec;

/** Whether comparisons can be believed: equals are found equal, a known difference is found, disturbance is noticed. */
final class TrustRows {
    private static final int COMPARISONS = 40;
    private static final int ROUNDS = 10;
    private static final double HANDICAP = 0.05;
    private static final Workload WORKLOAD = new Workload(500, 500, 500, 24, Fill.RANDOM, 42);
    private static final List<String> STRATEGIES = List.of("threads", "processes-shared");

    private TrustRows() {}

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
            double delay = handicap == 0 ? 0 : handicap * alone(bench, spec);
            List<Double> ratios = new ArrayList<>();
            int found = 0;
            for (int i = 0; i < comparisons; i++) {
                Verdict verdict = handicap == 0 ? Verdict.NO_DIFFERENCE : Verdict.SLOWER;
                // The second row is the handicapped one; of two equal ones the slower is either.
                List<StrategyResult> rows = pair(bench, spec, delay).results();
                ratios.add(rows.get(1).medianSeconds() / rows.get(0).medianSeconds());
                found += (handicap == 0 ? rows : rows.subList(1, 2)).stream().anyMatch(row -> row.verdict() == verdict)
                        ? 1
                        : 0;
            }
            int goal = Math.round(comparisons * (handicap == 0 ? 37f : 36f) / COMPARISONS);
            figures.add(new Figure(
                    spec + ", " + ROUNDS + " rounds",
                    found + " of " + comparisons,
                    handicap == 0 ? "no difference" : "slower",
                    found,
                    Goal.atLeast(goal, ""),
                    Map.of("ratio_of_medians", ratios)));
        }
        return figures;
    }

    /** Seconds of a round by itself. */
    private static double alone(Bench bench, String spec) {
        return bench.comparison(WORKLOAD, List.of(StrategySpec.parse(spec)), ROUNDS, bench::strategy)
                .run()
                .results()
                .get(0)
                .medianSeconds();
    }

    private static ComparisonResult pair(Bench bench, String spec, double delay) {
        AtomicInteger made = new AtomicInteger();
        StrategyFactory factory = each ->
                made.getAndIncrement() % 2 == 0 ? bench.strategy(each) : new Handicapped(bench.strategy(each), delay);
        StrategySpec parsed = StrategySpec.parse(spec);
        return bench.comparison(WORKLOAD, List.of(parsed, parsed), ROUNDS, factory)
                .run();
    }

    /** The goal speaks of 1 for a comparison that warns of the noise, or whose interval has the ratio without it. */
    private static List<Figure> hog(Bench bench) {
        List<StrategySpec> specs = StrategySpec.parseList("threads:workers=2,processes-serialized:workers=2:codec=raw");
        ComparisonResult quiet =
                bench.comparison(WORKLOAD, specs, ROUNDS, bench::strategy).run();
        Process hog = startHog();
        ComparisonResult disturbed;
        try {
            disturbed =
                    bench.comparison(WORKLOAD, specs, ROUNDS, bench::strategy).run();
        } finally {
            hog.destroyForcibly();
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

    private static Process startHog() {
        try {
            return new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.blaspool.bench.scenarios;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.blaspool.measure.Comparison;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Fill;
import org.blaspool.measure.Statistics;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Workload;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.PlanResult;
import org.blaspool.plan.Planner;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.PhaseSeconds;

/**
 * Predicted against measured times of all strategies over a grid of sizes and counts that were not calibrated, the
 * strategy that was recommended against the fastest one, and the phases against the time.
 */
final class PlanGridRow {
    private static final int[] SIZES = {40, 72, 140, 220, 300, 450, 640, 900, 1400, 2000, 2800, 4000};
    private static final int[] PAIRS = {1, 2, 7, 30, 100, 1000};
    private static final int[] QUICK_SIZES = {72, 450};
    private static final int[] QUICK_PAIRS = {3, 30};
    private static final String STRATEGIES =
            "sequential,blas-threads,threads,processes-shared,processes-serialized:codec=raw,"
                    + "processes-serialized:codec=java,processes-hosted,independent";
    /** Each of up to 16 batches, where these are short. */
    private static final int ROUNDS = 3;

    private static final double LONGEST_SECONDS = 0.4;
    private static final double LONGEST_OF_ONE_SECONDS = 0.9;
    private static final double SHORT_SECONDS = 0.05;
    private static final double MOST_BYTES = 2e9;
    private static final double NEAR_FASTEST = 1.05;

    private final Bench bench;
    private final Planner planner;
    private final List<Double> errors = new ArrayList<>();
    private final List<Double> fileErrors = new ArrayList<>();
    private final List<Double> shortErrors = new ArrayList<>();
    private final List<Double> shortFileErrors = new ArrayList<>();
    private final List<Double> others = new ArrayList<>();
    private final List<Double> sums = new ArrayList<>();
    private final Map<String, List<Double>> cells = new LinkedHashMap<>();
    private int recommendedWell;
    private int recommended;

    private PlanGridRow(Bench bench, MachineProfile profile) {
        this.bench = bench;
        this.planner = new Planner(profile, StrategySpec.of(StrategyKind.THREADS), Long.MAX_VALUE);
    }

    static Row row() {
        return Row.of(
                "plan-grid",
                "plan vs the measured times, " + SIZES.length + " sizes x " + PAIRS.length + " counts",
                bench -> new PlanGridRow(bench, profile(bench)).measure());
    }

    /** All cells are measured in this process, whose code that feeds workers is soon compiled: so it is for the profile. */
    private static MachineProfile profile(Bench bench) {
        bench.profile();
        return bench.profile();
    }

    private List<Figure> measure() {
        for (int n : bench.quick() ? QUICK_SIZES : SIZES) {
            for (int pairs : bench.quick() ? QUICK_PAIRS : PAIRS) {
                BatchShape batch = BatchShape.of(n, n, n, pairs);
                double seconds = planner.predict(StrategySpec.of(StrategyKind.THREADS), batch)
                        .seconds();
                boolean affordable = seconds <= (pairs <= 2 ? LONGEST_OF_ONE_SECONDS : LONGEST_SECONDS);
                if (affordable && batch.bytes() <= MOST_BYTES) {
                    cell(n, pairs, batch);
                }
            }
        }
        return figures();
    }

    private void cell(int n, int pairs, BatchShape batch) {
        Comparison comparison = bench.comparison(
                        new Workload(n, n, n, pairs, Fill.RANDOM, 42),
                        StrategySpec.parseList(STRATEGIES),
                        ROUNDS,
                        bench::strategy)
                .withPredictor(
                        spec -> OptionalDouble.of(planner.predict(spec, batch).seconds()));
        ComparisonResult result = comparison.run();
        for (StrategyResult row : result.results()) {
            if (!row.verified()) {
                throw new IllegalStateException(
                        row.spec() + ": " + row.failure().orElse("not verified"));
            }
            note(n, pairs, row);
        }
        PlanResult plan = planner.plan(batch);
        double fastest = result.results().stream()
                .mapToDouble(StrategyResult::medianSeconds)
                .min()
                .orElseThrow();
        double chosen = result.results().stream()
                .filter(row -> row.spec().kind() == plan.recommended().spec().kind()
                        && row.spec().codec().equals(plan.recommended().spec().codec()))
                .mapToDouble(StrategyResult::medianSeconds)
                .findFirst()
                .orElseThrow();
        cells.put(
                "n=" + n + " pairs=" + pairs + " recommended="
                        + plan.recommended().spec(),
                List.of(chosen, fastest));
        recommended++;
        recommendedWell += chosen <= NEAR_FASTEST * fastest ? 1 : 0;
    }

    private void note(int n, int pairs, StrategyResult row) {
        double seconds = row.medianSeconds();
        double predicted = row.predictedSeconds().orElseThrow();
        cells.put("n=" + n + " pairs=" + pairs + " " + row.spec(), List.of(predicted, seconds));
        double percent = 100 * Math.abs(predicted - seconds) / seconds;
        boolean files = row.spec().kind() == StrategyKind.INDEPENDENT;
        if (seconds < SHORT_SECONDS) {
            (files ? shortFileErrors : shortErrors).add(1e3 * Math.abs(predicted - seconds));
        } else {
            (files ? fileErrors : errors).add(percent);
        }
        PhaseSeconds phases = row.phaseSeconds();
        sums.add(100 * Math.abs(phases.total() - seconds) / seconds);
        if (seconds >= SHORT_SECONDS) {
            others.add(100 * phases.other() / seconds);
        }
    }

    private List<Figure> figures() {
        return List.of(
                quantile("50 ms and more: median error", errors, 0.5, Goal.atMost(5, "%")),
                quantile("50 ms and more: error of 90 %", errors, 0.9, Goal.atMost(10, "%")),
                quantile("below 50 ms: error of 90 %, in ms", shortErrors, 0.9, Goal.atMost(1, "ms")),
                quantile("independent, 50 ms and more: median error", fileErrors, 0.5, Goal.NONE),
                quantile("independent, 50 ms and more: error of 90 %", fileErrors, 0.9, Goal.NONE),
                quantile("independent, below 50 ms: error of 90 %, in ms", shortFileErrors, 0.9, Goal.NONE),
                new Figure(
                        "recommended within 5 % of the fastest",
                        recommendedWell + " of " + recommended,
                        "all cells",
                        100.0 * recommendedWell / Math.max(1, recommended),
                        Goal.atLeast(95, "%"),
                        cells),
                quantile("phases: largest distance of their sum", sums, 1, Goal.atMost(2, "%")),
                quantile("phases: largest share of other, 50 ms and more", others, 1, Goal.atMost(5, "%")));
    }

    private static Figure quantile(String label, List<Double> values, double p, Goal goal) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        double value = all.length == 0 ? Double.NaN : Statistics.quantile(p, all);
        return new Figure(
                label + " (" + all.length + ")", Goal.number(value), "measured", value, goal, Map.of("each", values));
    }
}

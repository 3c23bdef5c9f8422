package org.blaspool.bench.scenarios;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.blaspool.measure.Comparison;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.measure.Sampling;
import org.blaspool.measure.Statistics;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Workload;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.PlanResult;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.StrategyKind;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.blaspool.strategy.PhaseSeconds;

/**
 * Predicted against measured times of all strategies over a grid of sizes, shapes and counts, each cell sampled before it
 * within the bound that plan has and with nothing known of the others; the strategy that was recommended against the
 * fastest one, and the phases against the time.
 */
final class PlanGridRow {
    private static final List<ProductShape> SHAPES = List.of(
            cube(40),
            cube(72),
            cube(140),
            cube(220),
            cube(300),
            new ProductShape(300, 1200, 200),
            cube(450),
            new ProductShape(1500, 64, 700),
            cube(640),
            cube(900),
            cube(1400),
            new ProductShape(3000, 500, 900),
            cube(2000),
            cube(2800));
    private static final int[] PAIRS = {1, 2, 7, 30, 100, 1000};
    private static final List<ProductShape> QUICK_SHAPES = List.of(cube(72), cube(450));
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
    /** As much as plan has, less what its JVM takes. */
    private static final double SAMPLING_SECONDS = 4.3;
    /** A guess, to leave out cells that take minutes. */
    private static final double FLOP_PER_SECOND = 8e10;
    private static final double NEAR_FASTEST = 1.05;

    private final Bench bench;
    private final List<Double> errors = new ArrayList<>();
    private final List<Double> fileErrors = new ArrayList<>();
    private final List<Double> shortErrors = new ArrayList<>();
    private final List<Double> shortFileErrors = new ArrayList<>();
    private final List<Double> others = new ArrayList<>();
    private final List<Double> sums = new ArrayList<>();
    private final Map<String, List<Double>> cells = new LinkedHashMap<>();
    private int unknown;
    private int recommendedWell;
    private int recommended;

    private PlanGridRow(Bench bench) {
        this.bench = bench;
    }

    private static ProductShape cube(int n) {
        return new ProductShape(n, n, n);
    }

    static Row row() {
        return Row.of(
                "plan-grid",
                "plan vs the measured times, " + SHAPES.size() + " shapes x " + PAIRS.length + " counts",
                bench -> new PlanGridRow(bench).measure());
    }

    private List<Figure> measure() {
        for (ProductShape shape : bench.quick() ? QUICK_SHAPES : SHAPES) {
            for (int pairs : bench.quick() ? QUICK_PAIRS : PAIRS) {
                BatchShape batch = BatchShape.of(shape.m(), shape.k(), shape.n(), pairs);
                boolean affordable = batch.flop() / FLOP_PER_SECOND
                        <= (pairs <= 2 ? LONGEST_OF_ONE_SECONDS : LONGEST_SECONDS);
                if (affordable && batch.bytes() <= MOST_BYTES) {
                    cell(shape, pairs, batch);
                }
            }
        }
        return figures();
    }

    private void cell(ProductShape shape, int pairs, BatchShape batch) {
        bench.prepareSplits(shape);
        Samples samples = Samples.inMemory("grid");
        Planner planner =
                new Planner(samples, bench.workers(), StrategySpec.of(StrategyKind.THREADS), Long.MAX_VALUE);
        List<StrategySpec> specs = planner.candidates();
        new Sampling(bench::strategy, samples, bench.workers()).sample(specs, batch, SAMPLING_SECONDS);
        PlanResult plan = planner.plan(specs, batch);
        Comparison comparison = bench.comparison(
                        new Workload(shape.m(), shape.k(), shape.n(), pairs, Fill.RANDOM, 42),
                        StrategySpec.parseList(STRATEGIES),
                        ROUNDS,
                        bench::strategy)
                .withPredictor(spec -> {
                    Prediction prediction = planner.predict(spec, batch);
                    return prediction.isKnown() ? OptionalDouble.of(prediction.seconds()) : OptionalDouble.empty();
                });
        ComparisonResult result = comparison.run();
        for (StrategyResult row : result.results()) {
            if (!row.verified()) {
                String reason = row.failure() == null ? "not verified" : row.failure();
                throw new IllegalStateException(row.spec() + ": " + reason);
            }
            note(shape, pairs, row);
        }
        double fastest = result.results().stream()
                .mapToDouble(StrategyResult::medianSeconds)
                .min()
                .orElseThrow();
        double chosen = result.results().stream()
                .filter(row -> row.spec().kind() == plan.recommended().kind()
                        && row.spec().codec().equals(plan.recommended().codec()))
                .mapToDouble(StrategyResult::medianSeconds)
                .findFirst()
                .orElseThrow();
        cells.put(shape + " pairs=" + pairs + " recommended=" + plan.recommended(), List.of(chosen, fastest));
        recommended++;
        recommendedWell += chosen <= NEAR_FASTEST * fastest ? 1 : 0;
    }

    private void note(ProductShape shape, int pairs, StrategyResult row) {
        double seconds = row.medianSeconds();
        if (row.predictedSeconds() == null) {
            unknown++;
            return;
        }
        double predicted = row.predictedSeconds();
        cells.put(shape + " pairs=" + pairs + " " + row.spec(), List.of(predicted, seconds));
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
                new Figure(
                        "rows of which nothing is told",
                        Integer.toString(unknown),
                        "all rows",
                        unknown,
                        Goal.atMost(0, ""),
                        Map.of()),
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

package org.blaspool.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.blaspool.error.BatchFailedException;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.CostCurve;
import org.blaspool.plan.Feeding;
import org.blaspool.plan.FeedingCost;
import org.blaspool.plan.FeedingMeasurement;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyFactory;
import org.blaspool.verify.Verification;

/**
 * Measures what strategies cost beside computing: of those who copy, batches of a few sizes, then of all, batches of more
 * and more tiny products. What a batch takes beyond computing its products is what feeding costs. Worker JVMs are warmed up
 * first, as those of a comparison are: what is measured is the steady state. Takes about twenty seconds, and longer where
 * JVMs start slowly.
 */
public final class FeedingCalibration implements FeedingMeasurement {
    private static final int[] TINY_BATCHES_A_WORKER = {1, 4, 16, 64, 256};
    private static final double TINY_SECONDS = 0.03;

    private static final int[] SIZES = {64, 128, 320, 1024};
    private static final int[] PAIRS_A_WORKER = {150, 60, 16, 2};
    /** Index of the first size whose arrays fill the blocks of a codec. */
    private static final int LARGE = 2;

    private static final int FEWEST_BATCHES = 3;
    /**
     * Batches go on for as long as this: where the kernel puts workers and those who feed them changes within tenths of a
     * second, and the batch's time with it by up to a third.
     */
    private static final double MEASURED_SECONDS = 0.2;

    /** A BLAS in plain Java takes seconds for what others do in milliseconds: the larger sizes are left out then. */
    private static final double SLOW_ROUND_SECONDS = 0.4;

    private final StrategyFactory factory;
    private final int workers;

    /** @param cpus CPUs that are used together; {@link FeedingCost#workers} says how many workers are fed at once */
    public FeedingCalibration(StrategyFactory factory, int cpus) {
        this.factory = factory;
        this.workers = FeedingCost.workers(cpus);
    }

    /** What all ways cost. Nobody else may use the BLAS meanwhile. */
    @Override
    public Map<Feeding, FeedingCost> measure(ToDoubleFunction<ProductShape> productSeconds) {
        Map<Feeding, FeedingCost> costs = new EnumMap<>(Feeding.class);
        for (Feeding feeding : Feeding.values()) {
            costs.put(feeding, cost(feeding, productSeconds));
        }
        return costs;
    }

    /** One at a time: there may be neither CPUs nor open files for the workers of all. */
    private FeedingCost cost(Feeding feeding, ToDoubleFunction<ProductShape> productSeconds) {
        Map<Integer, Double> larger = new LinkedHashMap<>();
        TreeMap<Long, Double> tiny = new TreeMap<>();
        boolean more = false;
        try (Strategy strategy = start(feeding.spec())) {
            if (feeding.spec().kind().usesProcesses()) {
                // The smallest of these have the most messages.
                warmUp(strategy, 0);
            }
            if (!feeding.inPlace()) {
                more = addBatches(strategy, 0, LARGE, larger);
            }
            if (more && !strategy.runsMuchJava()) {
                addBatches(strategy, LARGE, SIZES.length, larger);
                more = false;
            }
            for (int pairs : tinyBatches()) {
                tiny.put((long) pairs, median(strategy, FeedingCost.SMALLEST_SIZE, pairs, TINY_SECONDS));
            }
        }
        if (more) {
            addLargeBatches(feeding, larger);
        }
        CostCurve batch = new CostCurve(tiny);
        return new FeedingCost(batch, feeding.inPlace() ? CostCurve.FREE : productCurve(larger, batch, productSeconds));
    }

    /**
     * Large products, by workers of their own where these run much Java: after a second of small ones it would have been
     * optimized further than in a comparison of large ones, whose workers start anew.
     */
    private void addLargeBatches(Feeding feeding, Map<Integer, Double> seconds) {
        try (Strategy strategy = start(feeding.spec())) {
            warmUp(strategy, LARGE);
            addBatches(strategy, LARGE, SIZES.length, seconds);
        }
    }

    /** Fewer products than workers first, down to one. */
    private List<Integer> tinyBatches() {
        List<Integer> batches = new ArrayList<>();
        if (workers > 1) {
            batches.add(1);
        }
        for (int products : TINY_BATCHES_A_WORKER) {
            batches.add(products * workers);
        }
        return batches;
    }

    /**
     * Adds seconds of batches by the size of their products. They come before the tiny ones, whose many messages would have
     * the code for them optimized as it never is in a comparison of larger products.
     *
     * @return whether still larger ones are worth their time
     */
    private boolean addBatches(Strategy strategy, int first, int end, Map<Integer, Double> seconds) {
        for (int i = first; i < end; i++) {
            double batch = median(strategy, SIZES[i], workers * PAIRS_A_WORKER[i], MEASURED_SECONDS);
            seconds.put(SIZES[i], batch);
            if (batch > SLOW_ROUND_SECONDS) {
                return false;
            }
        }
        return true;
    }

    private CostCurve productCurve(
            Map<Integer, Double> larger, CostCurve batch, ToDoubleFunction<ProductShape> productSeconds) {
        double tiny = productSeconds.applyAsDouble(square(FeedingCost.SMALLEST_SIZE));
        TreeMap<Long, Double> points = new TreeMap<>();
        points.put(bytes(FeedingCost.SMALLEST_SIZE), 0.0);
        for (int i = 0; i < larger.size(); i++) {
            int each = PAIRS_A_WORKER[i];
            double start = Math.max(0, batch.seconds(workers * each) - each * tiny);
            double compute = each * productSeconds.applyAsDouble(square(SIZES[i]));
            points.put(bytes(SIZES[i]), (larger.get(SIZES[i]) - start - compute) / each);
        }
        return new CostCurve(points);
    }

    private static ProductShape square(int size) {
        return new ProductShape(size, size, size);
    }

    private static long bytes(int size) {
        ProductShape shape = square(size);
        return (long) (shape.operandBytes() + shape.resultBytes());
    }

    /** As a comparison does. */
    private void warmUp(Strategy strategy, int size) {
        try (Operands operands = operands(SIZES[size], PAIRS_A_WORKER[size] * workers)) {
            strategy.load(operands.batch());
            WarmUp.of(strategy).complete(() -> strategy.run().seconds());
        }
    }

    /**
     * Seconds of a batch, after one that does not count. Between two batches results are made NaN and verified, as in a
     * comparison: workers sleep meanwhile, and the caches see other data.
     */
    private double median(Strategy strategy, int size, int pairs, double atLeastSeconds) {
        try (Operands operands = operands(size, pairs)) {
            Verification verification = Verification.of(operands.batch(), size, workers);
            strategy.load(operands.batch());
            double first = strategy.run().seconds();
            List<Double> batches = new ArrayList<>();
            long start = System.nanoTime();
            while (batches.size() < FEWEST_BATCHES || System.nanoTime() - start < atLeastSeconds * 1e9) {
                Priming.prime(strategy, first);
                operands.poisonResults();
                batches.add(strategy.run().seconds());
                strategy.collect();
                verification.check(operands.batch()).ifPresent(what -> {
                    throw new BatchFailedException(what);
                });
            }
            return Statistics.median(
                    batches.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    private Operands operands(int size, int pairs) {
        Operands operands = Operands.reserve(new Workload(size, size, size, pairs, Fill.RANDOM, size), true, workers);
        operands.fill();
        return operands;
    }

    private Strategy start(StrategySpec spec) {
        Strategy strategy = factory.create(workersOf(spec));
        try {
            strategy.start();
        } catch (RuntimeException e) {
            strategy.close();
            throw e;
        }
        return strategy;
    }

    private StrategySpec workersOf(StrategySpec spec) {
        if (spec.kind().hasWorkers()) {
            return spec.withWorkers(workers);
        }
        return spec.kind() == StrategyKind.BLAS_THREADS ? spec.withBlasThreads(workers) : spec;
    }
}

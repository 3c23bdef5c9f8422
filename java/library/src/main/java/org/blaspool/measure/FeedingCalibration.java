package org.blaspool.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.CostCurve;
import org.blaspool.plan.Feeding;
import org.blaspool.plan.FeedingCost;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Strategy;

/**
 * Measures what strategies cost beside computing, by running them all in turn over the same operands: batches of more
 * and more tiny products, then a few of larger ones, which those who copy take longer for than a pool of threads. It
 * begins with small batches and few rounds, as a comparison does, since much of what a small batch costs is code that has
 * not run often yet. Takes about four seconds, and longer where JVMs start slowly.
 */
public final class FeedingCalibration {
    private static final int[] TINY_BATCHES_A_WORKER = {1, 4, 16, 64, 256};
    private static final int TINY_ROUNDS = 7;

    private static final int[] SIZES = {64, 256, 512, 1024};
    private static final int[] PAIRS_A_WORKER = {150, 16, 6, 3};
    private static final int ROUNDS = 3;
    private static final int MOST_WORKERS = 16;

    /** A BLAS in plain Java takes seconds for what others do in milliseconds: the larger sizes are left out then. */
    private static final double SLOW_ROUND_SECONDS = 0.4;

    private final StrategyFactory factory;
    private final int workers;

    /** @param cpus CPUs that are used together: so many workers are fed at once, up to 16 */
    public FeedingCalibration(StrategyFactory factory, int cpus) {
        this.factory = factory;
        this.workers = Math.min(cpus, MOST_WORKERS);
    }

    /** What all ways cost. Nobody else may use the BLAS meanwhile. */
    public Map<Feeding, FeedingCost> measure() {
        Map<Feeding, Strategy> strategies = new EnumMap<>(Feeding.class);
        try {
            for (Feeding feeding : Feeding.values()) {
                strategies.put(feeding, start(feeding.spec()));
            }
            return measure(strategies);
        } finally {
            strategies.values().forEach(Strategy::close);
        }
    }

    private Map<Feeding, FeedingCost> measure(Map<Feeding, Strategy> strategies) {
        Map<Feeding, CostCurve> batches = batchCurves(strategies);
        Map<Feeding, TreeMap<Long, Double>> products = productPoints(strategies, batches);
        Map<Feeding, FeedingCost> costs = new EnumMap<>(Feeding.class);
        for (Feeding feeding : Feeding.values()) {
            CostCurve product = feeding.inPlace() ? CostCurve.FREE : new CostCurve(products.get(feeding));
            costs.put(feeding, new FeedingCost(batches.get(feeding), product));
        }
        return costs;
    }

    private Map<Feeding, CostCurve> batchCurves(Map<Feeding, Strategy> strategies) {
        Map<Feeding, TreeMap<Long, Double>> points = emptyPoints();
        for (int pairs : tinyBatches()) {
            medianSeconds(strategies, FeedingCost.SMALLEST_SIZE, pairs, TINY_ROUNDS)
                    .forEach((feeding, seconds) -> points.get(feeding).put((long) pairs, seconds));
        }
        Map<Feeding, CostCurve> curves = new EnumMap<>(Feeding.class);
        points.forEach((feeding, measured) -> curves.put(feeding, new CostCurve(measured)));
        return curves;
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

    private Map<Feeding, TreeMap<Long, Double>> productPoints(
            Map<Feeding, Strategy> strategies, Map<Feeding, CostCurve> batches) {
        Map<Feeding, TreeMap<Long, Double>> points = emptyPoints();
        points.values().forEach(measured -> measured.put(bytes(FeedingCost.SMALLEST_SIZE), 0.0));
        Map<Feeding, Strategy> compared = new EnumMap<>(strategies);
        compared.keySet().removeIf(feeding -> feeding.inPlace() && feeding != Feeding.THREADS);
        for (int i = 0; i < SIZES.length; i++) {
            int pairs = workers * PAIRS_A_WORKER[i];
            Map<Feeding, Double> medians = medianSeconds(compared, SIZES[i], pairs, ROUNDS);
            double inPlace =
                    medians.get(Feeding.THREADS) - batches.get(Feeding.THREADS).seconds(pairs);
            for (Feeding feeding : compared.keySet()) {
                double fed = medians.get(feeding) - batches.get(feeding).seconds(pairs);
                points.get(feeding).put(bytes(SIZES[i]), Math.max(0, fed - inPlace) * workers / pairs);
            }
            if (medians.get(Feeding.THREADS) > SLOW_ROUND_SECONDS) {
                break;
            }
        }
        return points;
    }

    private static Map<Feeding, TreeMap<Long, Double>> emptyPoints() {
        Map<Feeding, TreeMap<Long, Double>> points = new EnumMap<>(Feeding.class);
        for (Feeding feeding : Feeding.values()) {
            points.put(feeding, new TreeMap<>());
        }
        return points;
    }

    private static long bytes(int size) {
        ProductShape shape = new ProductShape(size, size, size);
        return (long) (shape.operandBytes() + shape.resultBytes());
    }

    /** In turn, after one round that does not count. */
    private Map<Feeding, Double> medianSeconds(Map<Feeding, Strategy> strategies, int size, int pairs, int rounds) {
        Workload workload = new Workload(size, size, size, pairs, Fill.RANDOM, size);
        try (Operands operands = Operands.reserve(workload, true, workers)) {
            operands.fill();
            Map<Feeding, double[]> samples = new EnumMap<>(Feeding.class);
            strategies.forEach((feeding, strategy) -> {
                strategy.load(operands.batch());
                strategy.run();
                samples.put(feeding, new double[rounds]);
            });
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<Feeding, Strategy> each : strategies.entrySet()) {
                    samples.get(each.getKey())[round] = each.getValue().run().seconds();
                }
            }
            Map<Feeding, Double> medians = new EnumMap<>(Feeding.class);
            samples.forEach((feeding, seconds) -> medians.put(feeding, Statistics.median(seconds)));
            return medians;
        }
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

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
 * Measures what strategies cost beside computing, by running each in turn with a pool of threads over the same operands:
 * batches of more and more tiny products, then a few of larger ones, which those who copy take longer for. It
 * begins with small batches and few rounds, as a comparison does, since much of what a small batch costs is code that has
 * not run often yet. Takes about five seconds, and longer where JVMs start slowly.
 */
public final class FeedingCalibration {
    private static final int[] TINY_BATCHES_A_WORKER = {1, 4, 16, 64, 256};
    private static final int TINY_ROUNDS = 7;

    private static final int[] SIZES = {64, 256, 512, 1024};
    private static final int[] PAIRS_A_WORKER = {150, 16, 6, 2};
    private static final int ROUNDS = 3;

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
    public Map<Feeding, FeedingCost> measure() {
        Map<Feeding, FeedingCost> costs = new EnumMap<>(Feeding.class);
        for (Feeding feeding : Feeding.values()) {
            costs.put(feeding, cost(feeding));
        }
        return costs;
    }

    /** Beside a pool of threads, and one at a time: there may be neither CPUs nor open files for the workers of all. */
    private FeedingCost cost(Feeding feeding) {
        try (Strategy threads = start(StrategySpec.of(StrategyKind.THREADS));
                Strategy strategy = start(feeding.spec())) {
            Pair pair = new Pair(strategy, threads);
            TreeMap<Long, Double> batches = new TreeMap<>();
            TreeMap<Long, Double> inPlace = new TreeMap<>();
            for (int pairs : tinyBatches()) {
                Pair.Seconds seconds = pair.median(FeedingCost.SMALLEST_SIZE, pairs, TINY_ROUNDS);
                batches.put((long) pairs, seconds.strategy());
                inPlace.put((long) pairs, seconds.threads());
            }
            CostCurve batch = new CostCurve(batches);
            return new FeedingCost(
                    batch, feeding.inPlace() ? CostCurve.FREE : productCurve(pair, batch, new CostCurve(inPlace)));
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

    private CostCurve productCurve(Pair pair, CostCurve batch, CostCurve inPlace) {
        TreeMap<Long, Double> points = new TreeMap<>();
        points.put(bytes(FeedingCost.SMALLEST_SIZE), 0.0);
        for (int i = 0; i < SIZES.length; i++) {
            int pairs = workers * PAIRS_A_WORKER[i];
            Pair.Seconds seconds = pair.median(SIZES[i], pairs, ROUNDS);
            double fed = seconds.strategy() - batch.seconds(pairs);
            double extra = fed - (seconds.threads() - inPlace.seconds(pairs));
            points.put(bytes(SIZES[i]), Math.max(0, extra) * workers / pairs);
            if (seconds.threads() > SLOW_ROUND_SECONDS) {
                break;
            }
        }
        return new CostCurve(points);
    }

    private static long bytes(int size) {
        ProductShape shape = new ProductShape(size, size, size);
        return (long) (shape.operandBytes() + shape.resultBytes());
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

    /** A strategy and a pool of threads over the same operands. */
    private final class Pair {
        private final Strategy strategy;
        private final Strategy threads;

        Pair(Strategy strategy, Strategy threads) {
            this.strategy = strategy;
            this.threads = threads;
        }

        record Seconds(double strategy, double threads) {}

        /** In turn, after one round that does not count. */
        Seconds median(int size, int pairs, int rounds) {
            Workload workload = new Workload(size, size, size, pairs, Fill.RANDOM, size);
            try (Operands operands = Operands.reserve(workload, true, workers)) {
                operands.fill();
                strategy.load(operands.batch());
                threads.load(operands.batch());
                strategy.run();
                threads.run();
                double[] ofStrategy = new double[rounds];
                double[] ofThreads = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    ofStrategy[round] = strategy.run().seconds();
                    ofThreads[round] = threads.run().seconds();
                }
                return new Seconds(Statistics.median(ofStrategy), Statistics.median(ofThreads));
            }
        }
    }
}

package org.blaspool.measure;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.Feeding;
import org.blaspool.plan.FeedingCurve;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Strategy;

/**
 * Measures what it costs to feed workers, by doing it: small batches by each way of feeding them and by a pool of
 * threads over the same operands, in turn. The difference is what feeding costs. Takes about five seconds, and longer
 * where JVMs start slowly.
 */
public final class FeedingCalibration {
    private static final int[] SIZES = {8, 64, 256, 512, 1024};
    private static final int[] PAIRS_A_WORKER = {600, 150, 16, 6, 3};
    private static final int ROUNDS = 3;
    private static final int MOST_WORKERS = 16;

    /** A BLAS in plain Java takes seconds for what others do in milliseconds: the larger sizes are left out then. */
    private static final double SLOW_ROUND_SECONDS = 0.4;

    private final StrategyFactory strategies;
    private final int workers;

    /** @param cpus CPUs that are used together: so many workers are fed at once, up to 16 */
    public FeedingCalibration(StrategyFactory strategies, int cpus) {
        this.strategies = strategies;
        this.workers = Math.min(cpus, MOST_WORKERS);
    }

    /** Curves of all ways of feeding. Nobody else may use the BLAS meanwhile. */
    public Map<Feeding, FeedingCurve> measure() {
        Map<Feeding, FeedingCurve> curves = new EnumMap<>(Feeding.class);
        for (Feeding feeding : Feeding.values()) {
            curves.put(feeding, curve(feeding.spec()));
        }
        return curves;
    }

    private FeedingCurve curve(StrategySpec fed) {
        TreeMap<Long, Double> points = new TreeMap<>();
        try (Strategy inPlace = start(StrategySpec.of(StrategyKind.THREADS));
                Strategy strategy = start(fed)) {
            for (int i = 0; i < SIZES.length; i++) {
                int size = SIZES[i];
                Workload workload = new Workload(size, size, size, workers * PAIRS_A_WORKER[i], Fill.RANDOM, size);
                try (Operands operands = Operands.reserve(workload, false, workers)) {
                    operands.fill();
                    inPlace.load(operands.batch());
                    strategy.load(operands.batch());
                    if (inPlace.run().seconds() > SLOW_ROUND_SECONDS && i > 0) {
                        break;
                    }
                    ProductShape shape = new ProductShape(size, size, size);
                    points.put(
                            (long) (shape.operandBytes() + shape.resultBytes()),
                            Math.max(0, extraSeconds(strategy, inPlace)) * workers / workload.pairs());
                }
            }
        }
        return new FeedingCurve(points);
    }

    /** How much longer a round takes where workers are fed; in turn, after one round that does not count. */
    private static double extraSeconds(Strategy strategy, Strategy inPlace) {
        strategy.run();
        double[] extra = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            extra[round] = strategy.run().seconds() - inPlace.run().seconds();
        }
        return Statistics.median(extra);
    }

    private Strategy start(StrategySpec spec) {
        Strategy strategy = strategies.create(spec.withWorkers(workers));
        try {
            strategy.start();
        } catch (RuntimeException e) {
            strategy.close();
            throw e;
        }
        return strategy;
    }
}

package org.blaspool.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.ProductShape;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.blaspool.sample.Way;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyFactory;
import org.blaspool.usage.NoiseMonitor;

/**
 * Finds out within a bound of seconds what strategies take for a batch, by small batches of its products: as many as take
 * some hundredths of a second, and as few as there are workers, which together tell what starting a batch takes and what
 * each of its products. Products that take too long themselves are stood for by smaller ones of the same proportions. For
 * one thread; nobody else may use the BLAS meanwhile.
 */
public final class Sampling {
    /** Long enough for a clock and for what disturbs it now and then. */
    private static final double BATCH_SECONDS = 0.05;

    private static final double LONG_TURN_SECONDS = 0.02;
    /** Until a batch has told; a core without wide vector units does about as much. */
    private static final double FLOP_PER_CORE_SECOND = 2e10;
    /** Every strategy can run some of these within the bound; much smaller ones reach less of a BLAS's rate. */
    private static final double MOST_PRODUCT_FLOP = 6e9;

    private static final double MOST_BYTES = 96 << 20;
    /** More sizes than these are predicted from them. */
    private static final int MOST_SHAPES = 3;

    private static final int FEWEST_BATCHES = 3;
    /** So much of the time goes by before any batch counts. */
    private static final double WARM_UP_SHARE = 0.2;
    /** New workers take longer at first: so much of their time goes by before, over products that are mostly calls. */
    private static final double NEW_WORKERS_SHARE = 0.5;

    private static final Workload CALLS = new Workload(16, 16, 16, 64, Fill.ONES, 1);
    /** Of new workers' batches, which get faster as code is compiled, those that are as fast as they will be. */
    private static final double COMPILED_SHARE = 0.3;
    /**
     * Shares of the time. The more Java a way runs the longer it takes until that is compiled; BLAS threads wait for each
     * other, so that whatever disturbs one of them shows.
     */
    private static final Map<StrategyKind, Double> WEIGHTS = Map.of(
            StrategyKind.SEQUENTIAL,
            0.5,
            StrategyKind.THREADS,
            0.5,
            StrategyKind.PROCESSES_HOSTED,
            1.5,
            StrategyKind.INDEPENDENT,
            2.0);

    private static final double SERIALIZED_OBJECTS_WEIGHT = 2.5;
    /** Of a way of weight 1: where few ways are left to be sampled, the answer comes sooner. */
    private static final double MOST_SECONDS = 1.5;

    private final StrategyFactory factory;
    private final Samples samples;
    private final int cores;
    private final Map<StrategySpec, String> failures = new LinkedHashMap<>();

    public Sampling(StrategyFactory factory, Samples samples, int cores) {
        this.factory = factory;
        this.samples = samples;
        this.cores = cores;
    }

    /** What could not be run, and why. */
    public Map<StrategySpec, String> failures() {
        return failures;
    }

    /**
     * Adds samples of strategies.
     *
     * @param specs with nothing left open
     * @param seconds within which to be done, as far as single products let it
     */
    public void sample(List<StrategySpec> specs, BatchShape batch, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<BatchShape.Group> groups = batch.groups().stream()
                .sorted((one, other) -> Double.compare(
                        other.count() * other.shape().flop(),
                        one.count() * one.shape().flop()))
                .limit(MOST_SHAPES)
                .toList();
        List<Operands> operands = new ArrayList<>();
        try (Operands calls = Operands.reserve(CALLS, true, cores)) {
            calls.fill();
            groups.forEach(group -> operands.add(operands(group)));
            double weights = specs.stream().mapToDouble(Sampling::weight).sum();
            for (StrategySpec spec : specs) {
                double left = (end - System.nanoTime()) / 1e9;
                if (left > 0) {
                    sample(spec, operands, calls.batch(), weight(spec) * Math.min(MOST_SECONDS, left / weights));
                } else {
                    failures.put(spec, "there was no time for it");
                }
                weights -= weight(spec);
            }
        } finally {
            operands.forEach(Operands::close);
        }
    }

    private static double weight(StrategySpec spec) {
        return spec.way(1).codec().equals("java") ? SERIALIZED_OBJECTS_WEIGHT : WEIGHTS.getOrDefault(spec.kind(), 1.0);
    }

    private Operands operands(BatchShape.Group group) {
        ProductShape shape = bearable(group.shape());
        double bytes = shape.operandBytes() + shape.resultBytes();
        double turn = shape.flop() / FLOP_PER_CORE_SECOND + 1e-6;
        double most = Math.min(MOST_BYTES / Math.max(1, bytes), cores * BATCH_SECONDS / turn);
        // Whole turns, of all workers.
        long pairs = Math.min(group.count(), Math.max(1, (long) (most / cores)) * cores);
        Operands operands = Operands.reserve(
                new Workload(shape.m(), shape.k(), shape.n(), (int) pairs, Fill.RANDOM, pairs), true, cores);
        operands.fill();
        return operands;
    }

    /** Whether smaller products are run in place of such. */
    public static boolean isStoodFor(ProductShape shape) {
        return !bearable(shape).equals(shape);
    }

    /** The shape, or a smaller one of its proportions, of multiples of eight as those of large sizes mostly are. */
    static ProductShape bearable(ProductShape shape) {
        if (shape.flop() <= MOST_PRODUCT_FLOP) {
            return shape;
        }
        double factor = Math.cbrt(MOST_PRODUCT_FLOP / shape.flop());
        return new ProductShape(smaller(shape.m(), factor), smaller(shape.k(), factor), smaller(shape.n(), factor));
    }

    private static long smaller(long side, double factor) {
        return Math.max(1, side < 8 ? side : Math.round(side * factor / 8) * 8);
    }

    private void sample(StrategySpec spec, List<Operands> operands, Batch calls, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        try (Strategy strategy = factory.create(spec)) {
            long start = System.nanoTime();
            NoiseMonitor monitor = NoiseMonitor.start();
            strategy.start();
            Way way = spec.way(cores);
            if (spec.kind().usesProcesses()) {
                double started = (System.nanoTime() - start) / 1e9;
                samples.record(way, Samples.START, 1, started, monitor.stop().busyShare());
                strategy.load(calls);
                do {
                    strategy.run();
                } while (System.nanoTime() < start + NEW_WORKERS_SHARE * seconds * 1e9);
            }
            int left = operands.size();
            for (Operands each : operands) {
                sample(strategy, way, each, (end - System.nanoTime()) / 1e9 / left, monitor);
                left--;
            }
        } catch (StoppedException e) {
            throw e;
        } catch (RuntimeException e) {
            failures.put(spec, ComparisonRow.reason(e));
        }
    }

    private void sample(Strategy strategy, Way way, Operands operands, double seconds, NoiseMonitor monitor) {
        Batch all = operands.batch();
        Batch many = way.workers() > 1 ? all : new Batch(all.products().subList(0, Math.max(1, all.size() / cores)));
        int few = Math.min(many.size(), way.workers());
        double forFew = way.turns(many.size()) > way.turns(few) ? 0.2 : 0;
        double typical = typical(strategy, many, operands, (1 - forFew) * seconds);
        ProductShape shape = ProductShape.of(many.get(0));
        double busy = monitor.stop().busyShare();
        samples.record(way, shape, many.size(), typical, busy);
        // Where a turn takes so long it does not matter what starting a batch takes.
        if (forFew > 0 && typical < LONG_TURN_SECONDS * way.turns(many.size())) {
            Batch start = new Batch(many.products().subList(0, few));
            samples.record(way, shape, few, typical(strategy, start, operands, forFew * seconds), busy);
        }
    }

    /**
     * Seconds of a batch, each of which follows one of its own kind, with results that others have written to. The first
     * one never counts where workers are new: it lasts two to four times as long as those that follow.
     */
    private static double typical(Strategy strategy, Batch batch, Operands operands, double seconds) {
        boolean newWorkers = strategy.requested().kind().usesProcesses();
        strategy.load(batch);
        long begin = System.nanoTime();
        List<Double> batches = new ArrayList<>();
        double first = strategy.run().seconds();
        double elapsed = secondsSince(begin);
        if (!newWorkers && elapsed >= 2 * seconds && first >= BATCH_SECONDS) {
            // No time for a second one.
            return first;
        }
        while (elapsed < seconds && secondsSince(begin) < WARM_UP_SHARE * seconds) {
            strategy.run();
        }
        while (batches.isEmpty()
                || batches.size() < FEWEST_BATCHES && first < BATCH_SECONDS
                || secondsSince(begin) < seconds) {
            operands.poisonResults();
            batches.add(strategy.run().seconds());
        }
        return Statistics.quantile(
                newWorkers ? COMPILED_SHARE : 0.5,
                batches.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}

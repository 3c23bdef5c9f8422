package org.blaspool.strategy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.blaspool.usage.NoiseMonitor;

/**
 * Runs batches and adds what they took to the samples, where that tells what others like them will take: batches of equal
 * products that take a millisecond and more, of workers that have run one before. For one thread.
 */
public final class SampledRuns {
    /** The first batch of new workers takes longer, by tenths of a second. */
    private static final double SETTLED_SECONDS = 1;

    private static final double LEAST_SECONDS = 1e-3;

    /** No machine takes a millisecond for less, and watching one costs some tenths of one. */
    private static final double LEAST_FLOP = 1e7;

    private final Samples samples;
    private final int cores;
    private final Set<Strategy> warm = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param cores how many workers there are where a spec leaves it open */
    public SampledRuns(Samples samples, int cores) {
        this.samples = samples;
        this.cores = cores;
    }

    /** Runs a batch that the strategy has loaded. */
    public Round run(Strategy strategy, Batch batch) {
        if (batch.flop() < LEAST_FLOP) {
            return strategy.run();
        }
        NoiseMonitor monitor = NoiseMonitor.start();
        Round round = strategy.run();
        StrategySpec spec = strategy.requested();
        boolean isNew = warm.add(strategy) && spec.kind().usesProcesses();
        boolean tells = round.seconds() >= (isNew ? SETTLED_SECONDS : LEAST_SECONDS);
        if (tells && spec.isUsual() && isOfOneShape(batch)) {
            samples.record(
                    spec.way(cores),
                    ProductShape.of(batch.get(0)),
                    batch.size(),
                    round.seconds(),
                    monitor.stop().busyShare());
        }
        return round;
    }

    private static boolean isOfOneShape(Batch batch) {
        ProductShape first = ProductShape.of(batch.get(0));
        return batch.products().stream()
                .allMatch(each -> each.m() == first.m() && each.k() == first.k() && each.n() == first.n());
    }
}

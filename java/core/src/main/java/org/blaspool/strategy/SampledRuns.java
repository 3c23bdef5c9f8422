package org.blaspool.strategy;

import java.util.IdentityHashMap;
import java.util.Map;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.blaspool.usage.NoiseMonitor;

/**
 * Runs batches and adds what they took to the samples, where that tells what others like them will take: batches of equal
 * products that take a millisecond and more, but for a strategy's first unless it lasts, one a second of each strategy. For
 * one thread.
 */
public final class SampledRuns {
    /**
     * The first batch of new workers takes longer, by tenths of a second; that of threads by tens of milliseconds, as the BLAS
     * allocates its buffers, memory is touched and code is loaded.
     */
    private static final double SETTLED_SECONDS = 1;

    private static final double LEAST_SECONDS = 1e-3;

    /** Smaller batches take less than a millisecond. */
    private static final double LEAST_FLOP = 1e7;

    /** To watch what others do looks at every process of the machine, which may take milliseconds: so it is done as seldom. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final Samples samples;
    private final int cores;
    /** When a batch of a strategy was last watched. */
    private final Map<Strategy, Long> watched = new IdentityHashMap<>();

    private Runnable pending = () -> {};

    /** @param cores how many workers there are where a spec leaves it open */
    public SampledRuns(Samples samples, int cores) {
        this.samples = samples;
        this.cores = cores;
    }

    /** Runs a batch that the strategy has loaded; {@link #record} adds what it took. */
    public Round run(Strategy strategy, Batch batch) {
        StrategySpec spec = strategy.requested();
        Long last = watched.get(strategy);
        boolean isDue = last == null || System.nanoTime() - last >= PAUSE_NANOS;
        if (batch.flop() < LEAST_FLOP || !isDue || !spec.isUsual()) {
            return strategy.run();
        }
        NoiseMonitor monitor = NoiseMonitor.start();
        Round round = strategy.run();
        boolean tells = round.seconds() >= (last == null ? SETTLED_SECONDS : LEAST_SECONDS) && isOfOneShape(batch);
        watched.put(strategy, tells ? System.nanoTime() : System.nanoTime() - PAUSE_NANOS);
        if (tells) {
            ProductShape shape = ProductShape.of(batch.get(0));
            pending = () -> samples.record(
                    spec.way(cores),
                    shape,
                    batch.size(),
                    round.seconds(),
                    monitor.stop().busyShare());
        }
        return round;
    }

    /** Adds what the last batch took, if it tells something; once its results are delivered, as it may write a line. */
    public void record() {
        Runnable now = pending;
        pending = () -> {};
        now.run();
    }

    private static boolean isOfOneShape(Batch batch) {
        ProductShape first = ProductShape.of(batch.get(0));
        return batch.products().stream()
                .allMatch(each -> each.m() == first.m() && each.k() == first.k() && each.n() == first.n());
    }
}

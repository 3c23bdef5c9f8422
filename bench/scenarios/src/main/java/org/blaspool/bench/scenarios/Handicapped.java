package org.blaspool.bench.scenarios;

import java.util.List;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;

/** A strategy that takes a known time longer in every round: what a comparison has to find. */
final class Handicapped implements Strategy {
    private final Strategy strategy;
    private final long delayNanos;

    Handicapped(Strategy strategy, double delaySeconds) {
        this.strategy = strategy;
        this.delayNanos = (long) (delaySeconds * 1e9);
    }

    @Override
    public Round run() {
        Round round = strategy.run();
        long start = System.nanoTime();
        long waited = 0;
        while (waited < delayNanos) {
            Thread.onSpinWait();
            waited = System.nanoTime() - start;
        }
        return new Round(round.nanos() + waited, round.phases(), round.usage(), round.bytesMoved());
    }

    @Override
    public StrategySpec requested() {
        return strategy.requested();
    }

    @Override
    public boolean wantsSharedOperands() {
        return strategy.wantsSharedOperands();
    }

    @Override
    public boolean runsMuchJava() {
        return strategy.runsMuchJava();
    }

    @Override
    public void start() {
        strategy.start();
    }

    @Override
    public Effective effective() {
        return strategy.effective();
    }

    @Override
    public void load(Batch batch) {
        strategy.load(batch);
    }

    @Override
    public void apply(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        strategy.apply(operation, calls, chunkSize);
    }

    @Override
    public void unload() {
        strategy.unload();
    }

    @Override
    public void stop() {
        strategy.stop();
    }

    @Override
    public void collect() {
        strategy.collect();
    }

    @Override
    public List<String> notes() {
        return strategy.notes();
    }

    @Override
    public void close() {
        strategy.close();
    }
}

package org.blaspool.strategy;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;

/**
 * A strategy that holds its callers to the order of its life, one at a time: a second thread is refused, and so are a
 * second start, a run of what is not loaded, or loaded by another thread, and everything after the end.
 */
public abstract class OneCallerStrategy implements Strategy {
    private final SoleUser user;
    private final StrategySpec spec;
    private volatile boolean started;

    protected OneCallerStrategy(StrategySpec spec) {
        this.spec = spec;
        user = new SoleUser("strategy " + spec);
    }

    @Override
    public final StrategySpec requested() {
        return spec;
    }

    /** {@link #start}, once. */
    protected abstract void startUp();

    /** {@link #load}, once the batch before is let go. */
    protected abstract void take(Batch batch);

    /** {@link #run}. */
    protected abstract Round compute();

    /** {@link #collect}: nothing where results are where they belong. */
    protected void bringResults() {}

    /** {@link #unload}; where nothing is loaded too. */
    protected abstract void letGo();

    /** {@link #apply}, once the batch before is let go. */
    protected abstract void call(Operation operation, List<Application> calls, OptionalLong chunkSize);

    /** {@link #close}, once, after {@link #startUp} or a part of it, and after {@link #letGo}. */
    protected abstract void shutDown();

    @Override
    public final void start() {
        user.use(() -> {
            if (started) {
                throw new IllegalStateException("strategy " + spec + " was started before, expected one start");
            }
            started = true;
            startUp();
        });
    }

    /** Whether it was started; what it really has is known then. */
    protected final void requireStarted() {
        if (!started) {
            throw new IllegalStateException("strategy " + spec + " is not started");
        }
    }

    @Override
    public final void load(Batch batch) {
        bring(() -> take(batch));
    }

    /** Runs what loads a batch of any kind, once the one before is let go. */
    protected final void bring(Runnable loading) {
        requireStarted();
        user.bring(() -> {
            letGo();
            loading.run();
        });
    }

    @Override
    public final Round run() {
        return work(this::compute);
    }

    @Override
    public final void collect() {
        work(() -> {
            bringResults();
            return null;
        });
    }

    private <T> T work(Supplier<T> action) {
        requireStarted();
        return user.work(action);
    }

    @Override
    public final void apply(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        requireStarted();
        user.drop(() -> {
            letGo();
            call(operation, calls, chunkSize);
        });
    }

    @Override
    public final void unload() {
        user.drop(this::letGo);
    }

    @Override
    public final void close() {
        user.close(() -> {
            if (started) {
                try {
                    letGo();
                } finally {
                    shutDown();
                }
            }
        });
    }
}

package org.blaspool.strategy;

import org.blaspool.plan.StrategySpec;

/** A pool of callers in this process, each with its own BLAS calls in flight. */
final class ThreadsStrategy extends InPlaceStrategy {
    ThreadsStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, context);
    }
}

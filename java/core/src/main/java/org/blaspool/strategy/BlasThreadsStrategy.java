package org.blaspool.strategy;

import org.blaspool.plan.StrategySpec;

/** One caller; the BLAS brings the threads. */
final class BlasThreadsStrategy extends InPlaceStrategy {
    BlasThreadsStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, context);
    }
}

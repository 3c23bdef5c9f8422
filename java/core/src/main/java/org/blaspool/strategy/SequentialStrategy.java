package org.blaspool.strategy;

import org.blaspool.plan.StrategySpec;

/** One caller with one BLAS thread: what everything else is compared with. */
final class SequentialStrategy extends InPlaceStrategy {
    SequentialStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, context);
    }
}

package org.blaspool.strategy;

import org.blaspool.plan.StrategySpec;

/** Makes strategies from their specs; the comparison starts and closes them. */
@FunctionalInterface
public interface StrategyFactory {
    /** A strategy that was not started yet. */
    Strategy create(StrategySpec spec);
}

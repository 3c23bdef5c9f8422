package org.blaspool.strategy;

import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;

/** Makes a strategy that another module brings; found by the service loader, with a public constructor of no arguments. */
public interface StrategyProvider {
    /** What it makes. */
    StrategyKind kind();

    /** A strategy that is not started yet, as {@link Strategies#create} gives it. */
    Strategy create(StrategySpec spec, StrategyContext context);
}

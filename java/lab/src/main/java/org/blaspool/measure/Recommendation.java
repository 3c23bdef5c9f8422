package org.blaspool.measure;

import org.blaspool.plan.StrategySpec;

/**
 * What to use.
 *
 * @param spec the strategy
 * @param reason why, in a sentence or two
 */
public record Recommendation(StrategySpec spec, String reason) {}

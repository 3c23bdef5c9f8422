package org.blaspool.cli.command.run;

import org.blaspool.plan.StrategySpec;

/**
 * A strategy and why it was taken.
 *
 * @param spec the strategy
 * @param reason in a few words
 */
record Choice(StrategySpec spec, String reason) {}

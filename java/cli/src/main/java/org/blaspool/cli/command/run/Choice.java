package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.measure.Issue;
import org.blaspool.plan.StrategySpec;

/**
 * A strategy and why it was taken.
 *
 * @param spec the strategy
 * @param reason in a few words
 * @param issues what makes the choice less sure than it looks
 */
record Choice(StrategySpec spec, String reason, List<Issue> issues) {}

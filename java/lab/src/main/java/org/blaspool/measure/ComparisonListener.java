package org.blaspool.measure;

import org.blaspool.plan.StrategySpec;

/** Hears how a comparison gets on; called by the thread that runs it, outside the clocks. */
public interface ComparisonListener {
    /** Says nothing. */
    ComparisonListener NONE = new ComparisonListener() {};

    /** A stage that is not a round began: {@code "filling operands"}. */
    default void stage(String name) {}

    /**
     * A round of a strategy begins.
     *
     * @param round 0 for the warm-up, then from 1 on
     * @param rounds timed rounds of each strategy; 0 where it is open
     */
    default void roundStarted(StrategySpec spec, int round, int rounds) {}

    /** A batch of a round begins, of which there may be several, with other strategies' in between. */
    default void batchStarted(StrategySpec spec) {}

    /** The round ended, its batches took so long in the median (NaN for the warm-up), and its products were verified. */
    default void roundEnded(StrategySpec spec, int round, double seconds) {}

    /** What is known after a round, which is not the last one. */
    default void soFar(ComparisonResult result) {}

    /** A strategy failed and is left out from now on. */
    default void failed(StrategySpec spec, RuntimeException reason) {}
}

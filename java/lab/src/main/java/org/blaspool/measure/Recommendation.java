package org.blaspool.measure;

import java.util.Locale;
import org.blaspool.plan.StrategySpec;

/**
 * What to use.
 *
 * @param spec the strategy
 * @param reason why, in a sentence or two
 */
public record Recommendation(StrategySpec spec, String reason, Basis basis) {
    /** What it rests on. */
    public enum Basis {
        /** Rounds on a quiet machine. */
        QUIET,
        /** Rounds on a machine that others used, with which samples of a quiet one agree. */
        BUSY,
        /** Samples of a quiet machine. */
        PREDICTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

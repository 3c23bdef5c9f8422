package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.plan.StrategySpec;

/**
 * Which strategy computes.
 *
 * @param specs the one; or several, of which each gets one of the first windows and the fastest all others
 * @param reason in a few words
 * @param seconds what it took to find out, before anything was computed
 */
record Choice(List<StrategySpec> specs, String reason, double seconds) {
    static Choice of(StrategySpec spec, String reason) {
        return new Choice(List.of(spec), reason, 0);
    }

    /** The one that is taken, or that comes first. */
    StrategySpec spec() {
        return specs.get(0);
    }
}

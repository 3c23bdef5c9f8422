package org.blaspool.measure;

import java.util.List;
import java.util.Locale;
import org.blaspool.error.InvalidInputException;
import org.blaspool.plan.StrategySpec;

/**
 * What to compare.
 *
 * @param suite the suite's name, or {@code custom}
 * @param strategies one row each; one that is listed twice is two rows
 * @param rounds timed rounds of each strategy; 0 for as many as it takes to settle every verdict
 * @param budgetSeconds for warm-ups and rounds together, where the number of rounds is open; the first round is always run
 * @param residency which strategies are up at a time by the warm clock; the cold clock starts each one anew
 * @param threads CPUs for what is done outside the clocks and, by the cold clock, for filling the operands inside it
 * @param counters whether the hardware counts what every round does, where it can
 */
public record ComparisonRequest(
        String suite,
        Clock clock,
        Workload workload,
        List<StrategySpec> strategies,
        int rounds,
        double budgetSeconds,
        Residency residency,
        int threads,
        boolean counters) {
    /** Which strategies are up at a time. */
    public enum Residency {
        /**
         * All at once, and memory holds all of them: their batches take turns within a round. Worker JVMs are started
         * and warmed up anew, outside the clock, before every round, or before as many as is cheap beside the rounds.
         */
        TOGETHER,
        /** One at a time, started and warmed up anew, outside the clock, before each of its rounds. */
        ALONE
    }

    public ComparisonRequest {
        strategies = List.copyOf(strategies);
        if (strategies.isEmpty()) {
            throw new InvalidInputException("no strategy to compare: strategies=0, expected at least 1 (--strategies)");
        }
        if (rounds < 0) {
            throw new InvalidInputException(
                    "number of rounds is not positive: rounds=" + rounds + ", expected at least 1 (--rounds)");
        }
        if (!(budgetSeconds > 0)) {
            throw new InvalidInputException(
                    "budget is not positive: budget=" + budgetSeconds + ", expected more than 0 seconds (--budget)");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads + ", expected at least 1");
        }
    }

    /** Whether rounds go on until every verdict is settled. */
    boolean isOpen() {
        return rounds == 0;
    }

    /** From where to where a round's seconds run. */
    public enum Clock {
        /** Workers are up and operands are where the strategy wants them; set-up is measured apart. */
        WARM,
        /** From the first allocation to the last result; workers and pools start within it. */
        COLD;

        /** Its name in reports. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

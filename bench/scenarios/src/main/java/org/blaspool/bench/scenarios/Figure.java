package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One line of the table.
 *
 * @param label what was measured
 * @param figure ours, with its unit
 * @param reference what it is held against, with its unit
 * @param value what the goal speaks of, mostly a ratio
 * @param goal what it has to be
 * @param samples every raw value, by what it is of, in seconds unless the name says otherwise
 */
record Figure(
        String label, String figure, String reference, double value, Goal goal, Map<String, List<Double>> samples) {
    /** Times in turns: the goal speaks of our time by the reference's. */
    static Figure of(String label, Duel duel, Goal goal) {
        return of(label, duel, duel.ratio(), goal);
    }

    /** Times in turns, where the goal speaks of another value. */
    static Figure of(String label, Duel duel, double value, Goal goal) {
        return new Figure(
                label,
                time(duel.ourMedian()),
                time(duel.referenceMedian()),
                value,
                goal,
                Map.of("ours", list(duel.ours()), "reference", list(duel.reference())));
    }

    /** Null where there is no goal. */
    @JsonProperty
    Boolean reached() {
        return goal.isSet() ? goal.reachedBy(value) : null;
    }

    boolean missed() {
        return goal.isSet() && !goal.reachedBy(value);
    }

    static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    static String time(double seconds) {
        if (seconds < 1e-3) {
            return Goal.number(seconds * 1e6) + " us";
        }
        return seconds < 1 ? Goal.number(seconds * 1e3) + " ms" : Goal.number(seconds) + " s";
    }
}

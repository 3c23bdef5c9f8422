package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Two strategies that change places between two values of what is swept.
 *
 * @param smaller the one that is faster at the smaller values
 * @param larger the one that is faster at the larger values
 * @param from the largest value at which {@code smaller} is surely faster
 * @param to the smallest value at which {@code larger} is
 * @param estimate where the two take the same time, by a straight line between logarithms of value and of ratio
 * @param leading whether one of them is among the fastest there: the answer to which way to take changes
 * @param sure whether intervals say so; false where there were too few rounds and medians had to do
 */
public record Crossing(
        String smaller, String larger, long from, long to, double estimate, boolean leading, boolean sure) {
    /** In one sentence. */
    public String sentence(SweepParameter parameter) {
        List<String> notes = new ArrayList<>();
        if (hasBetween()) {
            notes.add("they cross near " + Math.round(estimate));
        }
        if (!sure) {
            notes.add("by medians alone, too few rounds");
        }
        return smaller + " is faster up to " + parameter.value(from) + ", " + larger + " from " + to + " on"
                + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
    }

    /** Whether there are values between the two, of which the estimate is one. */
    public boolean hasBetween() {
        return to > from + 1;
    }

    /** Where they cross, for a table or the mark in a chart: {@code 141}, or {@code 1-2} where nothing is between. */
    public String place() {
        return hasBetween() ? Long.toString(Math.round(estimate)) : from + "-" + to;
    }
}

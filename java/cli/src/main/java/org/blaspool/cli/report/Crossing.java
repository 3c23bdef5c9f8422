package org.blaspool.cli.report;

/**
 * Two strategies that change places between two sizes.
 *
 * @param smaller the one that is faster at the smaller sizes
 * @param larger the one that is faster at the larger sizes
 * @param from the largest size at which {@code smaller} is surely faster
 * @param to the smallest size at which {@code larger} is
 * @param estimate where the two take the same time, by a straight line between logarithms of size and of the ratio
 * @param leading whether one of them is among the fastest there: the answer to which way to take changes
 * @param sure whether intervals say so; false where there were too few rounds and medians had to do
 */
public record Crossing(
        String smaller, String larger, long from, long to, double estimate, boolean leading, boolean sure) {
    /** In one sentence. */
    public String sentence() {
        return smaller + " is faster up to " + from + ", " + larger + " from " + to + " on (they cross near "
                + Math.round(estimate) + (sure ? ")" : "; by medians alone, too few rounds)");
    }
}

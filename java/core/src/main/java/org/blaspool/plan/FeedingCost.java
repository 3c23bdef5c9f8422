package org.blaspool.plan;

/**
 * What a strategy costs beside computing, in two parts that add up. Immutable.
 *
 * @param batch seconds of a batch of products of {@link #SMALLEST_SIZE}, by their number, with as many workers as
 *     {@link #workers} says: what it takes to start and end it, to wake workers, to pass messages
 * @param product CPU seconds that a product takes beyond that, of all processes together, by the bytes of its operands and
 *     result; {@link CostCurve#FREE} where these stay in place
 */
public record FeedingCost(CostCurve batch, CostCurve product) {
    /** Products that take next to no time themselves. */
    public static final int SMALLEST_SIZE = 4;

    private static final int MOST_WORKERS = 16;

    /** How many workers it is measured with on so many CPUs: one on each, but not more JVMs at once than 16. */
    public static int workers(int cpus) {
        return Math.min(cpus, MOST_WORKERS);
    }
}

package org.blaspool.measure;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** Order statistics of rounds, and the ratio of two strategies' medians with its uncertainty. Pure functions. */
public final class Statistics {
    /**
     * Below this there is no interval: of five paired rounds even five of a kind have a two-sided chance of 1/16, which
     * is above 5 %.
     */
    public static final int FEWEST_ROUNDS = 6;

    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    private Statistics() {}

    public static double median(double... values) {
        return quantile(0.5, values);
    }

    public static double min(double... values) {
        return quantile(0, values);
    }

    public static double max(double... values) {
        return quantile(1, values);
    }

    /**
     * The p-quantile by linear interpolation between order statistics (Hyndman and Fan's type 7, R's default).
     *
     * @param p 0 to 1; 0.25 and 0.75 are the quartiles
     * @param values at least one, in any order
     */
    public static double quantile(double p, double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("quantile of no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return quantileOfSorted(p, sorted);
    }

    private static double quantileOfSorted(double p, double[] sorted) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        if (below + 1 == sorted.length) {
            return sorted[below];
        }
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }

    /**
     * 95 % percentile interval of median(values) / median(reference), by a paired bootstrap: rounds are drawn with
     * replacement, and a drawn round gives its value of both (Efron and Tibshirani, An Introduction to the Bootstrap,
     * ch. 13). Pairing keeps what slows a whole round down out of the ratio. The same seed gives the same interval.
     *
     * @param values seconds of each round
     * @param reference the reference's seconds of the same rounds
     * @return empty below {@link #FEWEST_ROUNDS} rounds
     */
    public static Optional<Interval> ratioInterval(double[] values, double[] reference, long seed) {
        if (values.length != reference.length) {
            throw new IllegalArgumentException(
                    "rounds do not pair: values=" + values.length + " reference=" + reference.length);
        }
        int rounds = values.length;
        if (rounds < FEWEST_ROUNDS) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] ratios = new double[RESAMPLES];
        double[] drawn = new double[rounds];
        double[] drawnReference = new double[rounds];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < rounds; j++) {
                int round = random.nextInt(rounds);
                drawn[j] = values[round];
                drawnReference[j] = reference[round];
            }
            Arrays.sort(drawn);
            Arrays.sort(drawnReference);
            ratios[i] = quantileOfSorted(0.5, drawn) / quantileOfSorted(0.5, drawnReference);
        }
        Arrays.sort(ratios);
        return Optional.of(new Interval(quantileOfSorted(TAIL, ratios), quantileOfSorted(1 - TAIL, ratios)));
    }

    /**
     * How many values are outliers by the modified z-score, 0.6745 |x - median| / MAD (Iglewicz and Hoaglin 1993), above
     * {@code limit}; deviations of less than {@code leastShare} of the median never count, however steady the rest is.
     */
    public static int outliers(double limit, double leastShare, double... values) {
        double median = median(values);
        double[] deviations =
                Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
        double spread = median(deviations);
        return (int) Arrays.stream(deviations)
                .filter(d -> 0.6745 * d > limit * spread && d > leastShare * median)
                .count();
    }
}

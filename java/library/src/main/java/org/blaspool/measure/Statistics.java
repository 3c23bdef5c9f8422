package org.blaspool.measure;

import java.util.Arrays;
import java.util.Optional;

/** Order statistics of rounds, and the ratio of two strategies with its uncertainty. Pure functions. */
public final class Statistics {
    /**
     * Below this there is no interval: of five paired rounds even five of a kind have a two-sided chance of 1/16, which
     * is above 5 %.
     */
    public static final int FEWEST_ROUNDS = 6;

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
     * 95 % interval of the ratio of values to reference: the Hodges-Lehmann interval of the logarithms of the rounds'
     * ratios, which are those centres that Wilcoxon's signed-rank test does not reject (Hollander, Wolfe and Chicken,
     * Nonparametric Statistical Methods, ch. 3.3). It takes no normal distribution for granted, only that ratios lie
     * about their centre evenly; for two equals that were run in an order that was drawn, that is so by the drawing
     * itself, and the chance to find a difference between them is at most 5 % for any number of rounds. Pairing keeps
     * what slows a whole round down out of the ratio.
     *
     * @param values seconds of each round
     * @param reference the reference's seconds of the same rounds
     * @return empty below {@link #FEWEST_ROUNDS} rounds
     */
    public static Optional<Interval> ratioInterval(double[] values, double[] reference) {
        if (values.length != reference.length) {
            throw new IllegalArgumentException(
                    "rounds do not pair: values=" + values.length + " reference=" + reference.length);
        }
        int rounds = values.length;
        if (rounds < FEWEST_ROUNDS) {
            return Optional.empty();
        }
        double[] means = new double[rounds * (rounds + 1) / 2];
        int count = 0;
        for (int i = 0; i < rounds; i++) {
            for (int j = i; j < rounds; j++) {
                means[count++] = (logRatio(values, reference, i) + logRatio(values, reference, j)) / 2;
            }
        }
        Arrays.sort(means);
        int outside = SignedRanks.outside(rounds);
        return Optional.of(new Interval(Math.exp(means[outside]), Math.exp(means[count - 1 - outside])));
    }

    private static double logRatio(double[] values, double[] reference, int round) {
        return Math.log(values[round] / reference[round]);
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

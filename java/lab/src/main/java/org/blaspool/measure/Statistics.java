package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Order statistics of rounds, and the ratio of two strategies with its uncertainty. Pure functions. */
public final class Statistics {
    /**
     * Below this there is no interval: of five paired rounds even five of a kind have a two-sided chance of 1/16, which
     * is above 5 %.
     */
    public static final int FEWEST_ROUNDS = 6;

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
     * 95 % interval of the ratio of values to reference, of rounds in pairs; {@link #ratioInterval(double[])} says how.
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
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / reference[i];
        }
        return ratioInterval(ratios);
    }

    /**
     * 95 % interval of the median ratio: from one of the sorted ratios to that which is as far from the other end, those
     * medians that a sign test does not reject (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, ch.
     * 3.6). It takes nothing for granted of how ratios are distributed, and one that is far out moves it little. For two
     * equals that were run in an order that was drawn, a ratio is above or below 1 with equal chances by the drawing
     * itself, so that a difference is found in at most 5 %: with 10 rounds in 2.1 %, as there are so few ratios to
     * choose from. Pairing keeps what slows a whole round down out of the ratio.
     *
     * @param ratios one a round
     * @return empty below {@link #FEWEST_ROUNDS} rounds
     */
    public static Optional<Interval> ratioInterval(double[] ratios) {
        int rounds = ratios.length;
        if (rounds < FEWEST_ROUNDS) {
            return Optional.empty();
        }
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        int outside = outside(rounds);
        return Optional.of(new Interval(sorted[outside], sorted[rounds - 1 - outside]));
    }

    /** The largest number k for which no more than k of so many tosses of a coin are heads with a chance of 2.5 % or less. */
    static int outside(int tosses) {
        double logChance = tosses * Math.log(0.5);
        double atMost = Math.exp(logChance);
        int k = -1;
        while (atMost <= TAIL) {
            k++;
            logChance += Math.log((tosses - k) / (k + 1.0));
            atMost += Math.exp(logChance);
        }
        return Math.max(0, k);
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

    /**
     * The ratio of two strategies in each round, from batches that ran next to each other: what others do to a machine comes
     * in bursts and changes within a round, and the medians of both strategies' batches may be of different moments of it.
     */
    static final class PairedBatches {
        private PairedBatches() {}

        /**
         * The median of the pairs' ratios, one a round.
         *
         * @param batches seconds of the batches of each round, spread over it
         * @param reference the same of the strategy that they are held against
         */
        static double[] ratios(List<List<Double>> batches, List<List<Double>> reference) {
            if (batches.size() != reference.size()) {
                throw new IllegalArgumentException(
                        "rounds do not pair: batches=" + batches.size() + " reference=" + reference.size());
            }
            double[] ratios = new double[batches.size()];
            for (int round = 0; round < ratios.length; round++) {
                ratios[round] = ratio(batches.get(round), reference.get(round));
            }
            return ratios;
        }

        /**
         * One ratio for each batch of whichever ran fewer in a round, over all rounds that both were in: none of them twice, so
         * that of two equals each ratio is above or below 1 by a drawing of its own.
         */
        static double[] single(List<List<Double>> batches, List<List<Double>> reference) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < Math.min(batches.size(), reference.size()); round++) {
                int pairs =
                        Math.min(batches.get(round).size(), reference.get(round).size());
                for (int pair = 0; pair < pairs; pair++) {
                    ratios.add(nearest(batches.get(round), pair, pairs) / nearest(reference.get(round), pair, pairs));
                }
            }
            return ratios.stream().mapToDouble(Double::doubleValue).toArray();
        }

        /** By logarithms: exchanging the two gives the inverse. */
        private static double ratio(List<Double> batches, List<Double> reference) {
            int pairs = Math.max(batches.size(), reference.size());
            double[] logs = new double[pairs];
            for (int pair = 0; pair < pairs; pair++) {
                logs[pair] = Math.log(nearest(batches, pair, pairs) / nearest(reference, pair, pairs));
            }
            return Math.exp(Statistics.median(logs));
        }

        /** Of those that are fewer, the one at the same place of the round. */
        private static double nearest(List<Double> batches, int pair, int pairs) {
            return batches.get((int) ((2L * pair + 1) * batches.size() / (2L * pairs)));
        }
    }

    /** A confidence interval, both ends included. */
    public record Interval(double low, double high) {
        public boolean contains(double value) {
            return low <= value && value <= high;
        }

        /** The smallest one that holds this and a value. */
        Interval with(double value) {
            return new Interval(Math.min(low, value), Math.max(high, value));
        }
    }
}

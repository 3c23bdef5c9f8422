package org.blaspool.measure;

import java.util.Arrays;
import java.util.Optional;
import org.blaspool.measure.Statistics.Interval;

/**
 * A confidence sequence for the typical ratio of two strategies: an interval after every value, all of which hold it
 * together with a chance of 1 - error, so that one may look after each value and stop when one likes. Two methods have half
 * of the error each, and the interval is what both leave.
 *
 * <p>By means: the logarithms of ratios are taken to be about normal. A bet on all differences at once, in units of a
 * deviation that nobody knows and mixed by a normal distribution of precision c^2, multiplies its stake by
 *
 * <pre>sqrt(c^2 / (n + c^2)) ((n + c^2) V / ((n + c^2) V - S^2))^(n/2)</pre>
 *
 * where S and V are the sums of n logarithms and of their squares, and it ever reaches 1 / error with a chance of at most
 * error (T. L. Lai, On Confidence Sequences, 1976; H. Wang and A. Ramdas, Anytime-valid t-tests and confidence sequences
 * for Gaussian means with unknown variance, 2024). So does the mean of such stakes: a small c^2 settles a large difference by
 * four values, a large one needs fewer for a small difference. A value far out widens it.
 *
 * <p>By signs: each ratio is above or below the median by the toss of a fair coin, whatever their distribution. A bet on
 * all biases of that coin at once, mixed by Beta(1/2, 1/2), multiplies its stake by
 *
 * <pre>2^n B(k + 1/2, n - k + 1/2) / B(1/2, 1/2)</pre>
 *
 * where k of n values are below (H. Robbins, Statistical Methods Related to the Law of the Iterated Logarithm, 1970; S.
 * Howard and A. Ramdas, Sequential Estimation of Quantiles, 2022; the mixture is R. Krichevsky and V. Trofimov's, 1981). A
 * value far out moves it little. Pure functions.
 */
final class RatioSequence {
    /** c^2 of bets with half of the stake each. */
    private static final double[] PRECISIONS = {0.01, 0.1};

    /** Deviations that are as good as no end. */
    private static final double MOST_DEVIATIONS = 1e4;

    /** The deviation of single ratios that is taken at least: a few that are alike by chance are no proof. */
    private static final double LEAST_DEVIATION = 0.01;

    /** Half an interval, by logarithms, that tells nothing worth saying: a factor of ten. */
    private static final double NOTHING_TOLD = Math.log(10);

    private RatioSequence() {}

    /**
     * The interval after these values.
     *
     * @param ratios positive
     * @param error chance that any interval of the sequence misses
     * @return empty where there are too few for any, or where they tell it within no less than a factor of ten
     */
    static Optional<Interval> interval(double[] ratios, double error) {
        Optional<Interval> means = byMeans(ratios, error / 2);
        Optional<Interval> signs = bySigns(ratios, error / 2);
        if (means.isEmpty() || signs.isEmpty()) {
            return means.or(() -> signs);
        }
        double low = Math.max(means.get().low(), signs.get().low());
        double high = Math.min(means.get().high(), signs.get().high());
        // A skew distribution has them apart: what takes nothing for granted is right then.
        return low <= high ? Optional.of(new Interval(low, high)) : signs;
    }

    /** Whether so many values have an interval. */
    static boolean isEnough(int values, double error) {
        return values > 1 && widening(values, error / 2) > 0;
    }

    static Optional<Interval> byMeans(double[] ratios, double error) {
        int n = ratios.length;
        double widening = n > 1 ? widening(n, error) : 0;
        if (widening <= 0) {
            return Optional.empty();
        }
        double mean = Arrays.stream(ratios).map(Math::log).sum() / n;
        double variance = Arrays.stream(ratios)
                        .map(Math::log)
                        .map(x -> (x - mean) * (x - mean))
                        .sum()
                / n;
        double half = widening * Math.max(LEAST_DEVIATION, Math.sqrt(variance));
        return half > NOTHING_TOLD
                ? Optional.empty()
                : Optional.of(new Interval(Math.exp(mean - half), Math.exp(mean + half)));
    }

    /** Half of the interval by means, in deviations of the values (of n, not n - 1); 0 where it has no end. */
    private static double widening(int n, double error) {
        double low = 0;
        double high = MOST_DEVIATIONS;
        if (stake(n, high) < 1 / error) {
            return 0;
        }
        while (high - low > 1e-9 * high) {
            double middle = (low + high) / 2;
            if (stake(n, middle) < 1 / error) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** What the bets have made of a stake of 1 against a mean that is so many deviations away from that of n values. */
    private static double stake(int n, double deviations) {
        double share = n * deviations * deviations / (1 + deviations * deviations);
        return Arrays.stream(PRECISIONS)
                .map(precision -> Math.sqrt(precision / (n + precision))
                        * Math.pow((n + precision) / (n + precision - share), n / 2.0))
                .average()
                .orElseThrow();
    }

    static Optional<Interval> bySigns(double[] ratios, double error) {
        int n = ratios.length;
        int outside = outside(n, error);
        if (outside < 0) {
            return Optional.empty();
        }
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return Optional.of(new Interval(sorted[outside], sorted[n - 1 - outside]));
    }

    /** The largest k for which k of n below is too few for a median; -1 where there is none. */
    static int outside(int n, double error) {
        double limit = -Math.log(error);
        // Of k = 0: the product of (i + 1/2) / (i + 1) over i < n, times 2^n.
        double stake = 0;
        for (int i = 0; i < n; i++) {
            stake += Math.log(2 * (i + 0.5) / (i + 1));
        }
        int k = -1;
        while (stake >= limit && 2 * (k + 1) < n) {
            k++;
            stake += Math.log((k + 0.5) / (n - k - 0.5));
        }
        return k;
    }
}

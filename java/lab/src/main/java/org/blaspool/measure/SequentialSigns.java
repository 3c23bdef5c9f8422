package org.blaspool.measure;

import java.util.Arrays;
import java.util.Optional;
import org.blaspool.measure.Statistics.Interval;

/**
 * A confidence sequence for a median: an interval after every value, all of which hold the median together with a chance
 * of 1 - error, so that one may look after each value and stop when one likes. Each value is above or below the median by
 * the toss of a fair coin, whatever their distribution; a bet on all biases of that coin at once, mixed by Beta(1/2, 1/2),
 * multiplies its stake by
 *
 * <pre>2^n B(k + 1/2, n - k + 1/2) / B(1/2, 1/2)</pre>
 *
 * where k of n values are below, and it ever reaches 1 / error with a chance of at most error (J. Ville 1939; H. Robbins,
 * Statistical Methods Related to the Law of the Iterated Logarithm, 1970; S. Howard and A. Ramdas, Sequential Estimation
 * of Quantiles, 2022; the mixture is R. Krichevsky and V. Trofimov's, 1981). Pure functions.
 */
final class SequentialSigns {
    private SequentialSigns() {}

    /**
     * The interval after these values.
     *
     * @param error chance that any interval of the sequence misses the median
     * @return empty where there are too few: even values all of a kind would not be enough to leave one out
     */
    static Optional<Interval> interval(double[] values, double error) {
        int n = values.length;
        int outside = outside(n, error);
        if (outside < 0) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
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

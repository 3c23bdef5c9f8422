package org.blaspool.measure;

/**
 * The distribution of Wilcoxon's signed-rank statistic: the sum of those ranks 1 … n whose differences are positive,
 * where each sign is a toss of a coin. It is a matter of counting, whatever the differences are distributed like.
 */
final class SignedRanks {
    /** Of the interval's chance to miss, on either side. */
    private static final double TAIL = 0.025;

    private static final double NORMAL_QUANTILE = 1.959964;

    /** From here on the sum of so many ranks is normal to all digits that matter, and counting takes n^3 steps. */
    private static final int MANY = 200;

    private SignedRanks() {}

    /**
     * How many of the n(n + 1)/2 sorted pairwise means lie beyond either end of the 95 % Hodges-Lehmann interval; 0 for
     * the widest interval there is, which for fewer than 6 differences misses more often than that.
     *
     * @param n differences, at least 1
     */
    static int outside(int n) {
        return Math.max(0, (n <= MANY ? counted(n) : approximated(n)) - 1);
    }

    /** The largest k for which the statistic is below k with a chance of no more than the tail. */
    private static int counted(int n) {
        double[] chances = chances(n);
        double below = 0;
        int k = 0;
        while (below + chances[k] <= TAIL) {
            below += chances[k++];
        }
        return k;
    }

    private static int approximated(int n) {
        double mean = n * (n + 1.0) / 4;
        double deviation = Math.sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
        return (int) (mean - NORMAL_QUANTILE * deviation);
    }

    /** The chance of each value of the statistic: a rank is in the sum or it is not. */
    private static double[] chances(int n) {
        double[] chances = new double[n * (n + 1) / 2 + 1];
        chances[0] = 1;
        int highest = 0;
        for (int rank = 1; rank <= n; rank++) {
            highest += rank;
            for (int value = highest; value >= 0; value--) {
                double with = value >= rank ? chances[value - rank] : 0;
                chances[value] = (chances[value] + with) / 2;
            }
        }
        return chances;
    }
}

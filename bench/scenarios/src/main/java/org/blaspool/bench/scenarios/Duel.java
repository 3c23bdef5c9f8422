package org.blaspool.bench.scenarios;

import java.util.Arrays;
import org.blaspool.measure.Statistics;

/**
 * Rounds of two contenders in turns, ours first in one and last in the next (A B B A ...), so that what drifts with time
 * hits both alike.
 *
 * @param ours seconds of each round
 * @param reference seconds of the same rounds
 */
record Duel(double[] ours, double[] reference) {
    /** Runs as many rounds; both are warm already. */
    static Duel of(Contender ours, Contender reference, int rounds) {
        double[] mine = new double[rounds];
        double[] theirs = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            if (i % 2 == 0) {
                mine[i] = ours.seconds();
                theirs[i] = reference.seconds();
            } else {
                theirs[i] = reference.seconds();
                mine[i] = ours.seconds();
            }
        }
        return new Duel(mine, theirs);
    }

    double ourMedian() {
        return Statistics.median(ours);
    }

    double referenceMedian() {
        return Statistics.median(reference);
    }

    /** Median over rounds of our time by the reference's in the same round. */
    double ratio() {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / reference[i]);
        return Statistics.median(ratios);
    }
}

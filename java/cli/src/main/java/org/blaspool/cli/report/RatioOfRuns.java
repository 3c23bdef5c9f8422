package org.blaspool.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.blaspool.measure.Interval;
import org.blaspool.measure.Statistics;

/**
 * The ratio of two runs' medians with its uncertainty. The runs were made at different times, so their rounds do not
 * pair: each is drawn from by itself (two-sample percentile bootstrap, Efron and Tibshirani, ch. 8 and 13).
 */
final class RatioOfRuns {
    private static final int RESAMPLES = 10_000;
    private static final long SEED = 1;

    private RatioOfRuns() {}

    /** 95 % interval of median(after) / median(before); empty where one has too few rounds for it. */
    static Optional<Interval> interval(List<Double> before, List<Double> after) {
        if (Math.min(before.size(), after.size()) < Statistics.FEWEST_ROUNDS) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = medianOfDraw(after, random) / medianOfDraw(before, random);
        }
        return Optional.of(new Interval(Statistics.quantile(0.025, ratios), Statistics.quantile(0.975, ratios)));
    }

    private static double medianOfDraw(List<Double> seconds, SplittableRandom random) {
        double[] drawn = new double[seconds.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = seconds.get(random.nextInt(drawn.length));
        }
        return Statistics.median(drawn);
    }
}

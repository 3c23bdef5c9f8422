package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void shouldGiveTheMiddleOfOddAndTheMeanOfTheMiddleTwoOfEvenCounts() {
        assertThat(Statistics.median(3, 1, 2)).isEqualTo(2);
        assertThat(Statistics.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(Statistics.median(7)).isEqualTo(7);
    }

    @Test
    void shouldInterpolateQuartilesAsRDoesByDefault() {
        double[] values = {1, 2, 3, 4};

        assertThat(Statistics.quantile(0.25, values)).isEqualTo(1.75);
        assertThat(Statistics.quantile(0.75, values)).isEqualTo(3.25);
        assertThat(Statistics.min(values)).isEqualTo(1);
        assertThat(Statistics.max(values)).isEqualTo(4);
    }

    @Test
    void shouldGiveNoIntervalBelowSixRounds() {
        double[] five = {1, 2, 3, 4, 5};

        assertThat(Statistics.ratioInterval(five, five, 1)).isEmpty();
    }

    @Test
    void shouldRefuseRoundsThatDoNotPair() {
        assertThatThrownBy(() -> Statistics.ratioInterval(new double[6], new double[7], 1))
                .hasMessage("rounds do not pair: values=6 reference=7");
    }

    @Test
    void shouldKeepWhatSlowsWholeRoundsDownOutOfTheRatio() {
        double[] reference = {1, 5, 2, 9, 3, 4, 7, 6};
        double[] values = new double[reference.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1.1 * reference[i];
        }

        Interval interval = Statistics.ratioInterval(values, reference, 1).orElseThrow();

        assertThat(interval.low()).isCloseTo(1.1, within(1e-12));
        assertThat(interval.high()).isCloseTo(1.1, within(1e-12));
    }

    @Test
    void shouldGiveTheSameIntervalForTheSameSeed() {
        double[] values = {1.1, 1.2, 1.0, 1.3, 1.15, 1.25, 1.05};
        double[] reference = {1.0, 1.1, 1.05, 1.2, 1.0, 1.3, 1.1};

        assertThat(Statistics.ratioInterval(values, reference, 7))
                .isEqualTo(Statistics.ratioInterval(values, reference, 7));
    }

    @Test
    void shouldCoverTheTrueRatioAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            double[] values = new double[8];
            double[] reference = new double[8];
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 * (1 + 0.05 * random.nextDouble(-1, 1));
                reference[i] = 1 + 0.05 * random.nextDouble(-1, 1);
            }
            if (Statistics.ratioInterval(values, reference, trial).orElseThrow().contains(2)) {
                covered++;
            }
        }

        assertThat((double) covered / trials).isBetween(0.90, 1.0);
    }

    @Test
    void shouldCountOnlyOutliersThatMatter() {
        assertThat(Statistics.outliers(10, 0.05, 1, 1.01, 0.99, 1.02, 0.98, 2)).isEqualTo(1);
        assertThat(Statistics.outliers(10, 0.05, 1, 1, 1, 1, 1, 1.04)).isZero();
        assertThat(Statistics.outliers(10, 0.05, 1, 2, 3, 4, 5, 6)).isZero();
    }
}

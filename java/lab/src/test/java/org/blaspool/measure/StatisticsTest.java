package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.blaspool.measure.Statistics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

        assertThat(Statistics.ratioInterval(five, five)).isEmpty();
    }

    @Test
    void shouldRefuseRoundsThatDoNotPair() {
        assertThatThrownBy(() -> Statistics.ratioInterval(new double[6], new double[7]))
                .hasMessage("rounds do not pair: values=6 reference=7");
    }

    @Test
    void shouldKeepWhatSlowsWholeRoundsDownOutOfTheRatio() {
        double[] reference = {1, 5, 2, 9, 3, 4, 7, 6};
        double[] values = new double[reference.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1.1 * reference[i];
        }

        Interval interval = Statistics.ratioInterval(values, reference).orElseThrow();

        assertThat(interval.low()).isCloseTo(1.1, within(1e-12));
        assertThat(interval.high()).isCloseTo(1.1, within(1e-12));
    }

    @Test
    void shouldBoundTheRatioByRoundsThatAreAsFarFromEitherEnd() {
        double[] ratios = {1.01, 1.02, 0.5, 1.04, 1.05, 1.06, 1.07, 1.08, 9, 1.10};

        assertThat(Statistics.ratioInterval(ratios)).hasValue(new Interval(1.01, 1.10));
        assertThat(Statistics.ratioInterval(new double[] {3, 2, 1, 6, 5, 4})).hasValue(new Interval(1, 6));
    }

    /** Critical values of the sign test, two-sided at 5 %, as tables have them. */
    @ParameterizedTest
    @CsvSource({"6, 0", "8, 0", "9, 1", "11, 1", "12, 2", "15, 3", "20, 5", "25, 7", "50, 17", "100, 39", "3000, 1445"})
    void shouldLeaveOutAsManyRoundsAsTablesOfTheSignTestSay(int rounds, int critical) {
        assertThat(Statistics.outside(rounds)).isEqualTo(critical);
    }

    /** Whoever is fast or slow, and how unevenly: of two equals in an order that was drawn none is found slower too often. */
    @Test
    void shouldFindADifferenceBetweenEqualsInNoMoreThanFivePercent() {
        SplittableRandom random = new SplittableRandom(5);
        int found = 0;
        int trials = 2000;
        for (int trial = 0; trial < trials; trial++) {
            double[] one = new double[10];
            double[] other = new double[10];
            for (int i = 0; i < one.length; i++) {
                double drift = 1 + 0.1 * i;
                one[i] = drift * skewed(random);
                other[i] = drift * skewed(random);
            }
            found += Statistics.ratioInterval(one, other).orElseThrow().contains(1) ? 0 : 1;
        }

        assertThat((double) found / trials).isBetween(0.01, 0.035);
    }

    private static double skewed(SplittableRandom random) {
        return 1 + 0.01 / (0.05 + random.nextDouble());
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
            if (Statistics.ratioInterval(values, reference).orElseThrow().contains(2)) {
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

package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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
    void shouldBoundTheRatioByTheMeansThatWilcoxonsTestDoesNotReject() {
        double[] reference = {1, 1, 1, 1, 1, 1, 1, 1};
        double[] exponents = {-0.3, 0.1, 0.4, 0.9, 1.6, 2.5, 3.6, 4.9};
        double[] values = Arrays.stream(exponents).map(Math::exp).toArray();

        Interval interval = Statistics.ratioInterval(values, reference).orElseThrow();

        // Of the 36 means the fourth from either end, as 3 is the critical value.
        assertThat(Math.log(interval.low())).isCloseTo(fourthMean(exponents), within(1e-12));
        double[] negated = Arrays.stream(exponents).map(x -> -x).toArray();
        assertThat(Math.log(interval.high())).isCloseTo(-fourthMean(negated), within(1e-12));
    }

    private static double fourthMean(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .flatMap(i -> IntStream.rangeClosed(0, i).mapToObj(j -> (values[i] + values[j]) / 2))
                .sorted()
                .skip(3)
                .findFirst()
                .orElseThrow();
    }

    /** Critical values of Wilcoxon's test, two-sided at 5 %, as in every table of it, and their place from 0 on. */
    @ParameterizedTest
    @CsvSource({"6, 0", "7, 2", "8, 3", "9, 5", "10, 8", "12, 13", "15, 25", "20, 52", "25, 89", "50, 434"})
    void shouldLeaveOutAsManyMeansAsTablesOfTheSignedRankTestSay(int rounds, int critical) {
        assertThat(SignedRanks.outside(rounds)).isEqualTo(critical);
    }

    @Test
    void shouldGoOverToTheNormalLimitWhereCountingWouldTakeLong() {
        int counted = SignedRanks.outside(200);
        int approximated = SignedRanks.outside(201);

        assertThat(approximated - counted).isBetween(0, 201);
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

        assertThat((double) found / trials).isBetween(0.03, 0.065);
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

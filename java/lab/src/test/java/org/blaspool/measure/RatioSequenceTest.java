package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.blaspool.measure.Statistics.Interval;
import org.junit.jupiter.api.Test;

class RatioSequenceTest {
    private static final double ERROR = 0.05;

    @Test
    void shouldLeaveNothingOutOfTooFewValues() {
        assertThat(RatioSequence.outside(6, ERROR)).isEqualTo(-1);
        assertThat(RatioSequence.bySigns(new double[] {1, 1, 1}, ERROR)).isEmpty();
    }

    @Test
    void shouldTellByAHandfulOfSignsOfAKind() {
        // 2^7 B(1/2, 15/2) / B(1/2, 1/2) = 26.8 is the first that reaches 20.
        assertThat(RatioSequence.outside(7, ERROR)).isZero();
        assertThat(RatioSequence.bySigns(new double[] {1.3, 1.2, 1.31, 1.25, 1.28, 1.29, 1.4}, ERROR))
                .hasValue(new Interval(1.2, 1.4));
    }

    @Test
    void shouldNeedMoreValuesForASmallerError() {
        assertThat(RatioSequence.outside(11, ERROR / 28)).isEqualTo(-1);
        assertThat(RatioSequence.outside(12, ERROR / 28)).isZero();
    }

    @Test
    void shouldNarrowAsValuesCome() {
        double[] values = new Random(1).doubles(1000, 0, 2).toArray();

        double before = Double.POSITIVE_INFINITY;
        for (int n : new int[] {20, 100, 1000}) {
            Interval interval =
                    RatioSequence.bySigns(Arrays.copyOf(values, n), ERROR).orElseThrow();
            assertThat(interval.contains(1)).isTrue();
            assertThat(interval.high() - interval.low()).isLessThan(before);
            before = interval.high() - interval.low();
        }
        assertThat(before).isCloseTo(0.2, within(0.1));
    }

    /** By drawing: whoever looks after each of 500 tosses of a fair coin finds it unfair in no more than one of twenty. */
    @Test
    void shouldKeepItsErrorHoweverOftenOneLooks() {
        Random random = new Random(7);
        int wrong = 0;
        for (int coin = 0; coin < 2000; coin++) {
            int below = 0;
            for (int n = 1; n <= 500; n++) {
                below += random.nextBoolean() ? 1 : 0;
                int outside = n % 5 == 0 ? RatioSequence.outside(n, ERROR) : -1;
                if (below <= outside || n - below <= outside) {
                    wrong++;
                    break;
                }
            }
        }

        assertThat(wrong).isBetween(1, 100);
    }

    /** The stake as the class's comment has it, at the ends of the interval: it reaches 1 / error there. */
    @Test
    void shouldEndByMeansWhereTheStakeReachesOneOverTheError() {
        double[] values = {1.21, 1.34, 1.27, 1.18, 1.30};
        Interval interval = RatioSequence.byMeans(values, ERROR).orElseThrow();

        for (double end : new double[] {interval.low(), interval.high()}) {
            double sum = Arrays.stream(values).map(x -> Math.log(x / end)).sum();
            double squares = Arrays.stream(values)
                    .map(x -> Math.log(x / end) * Math.log(x / end))
                    .sum();
            double stake = 0;
            for (double precision : new double[] {0.01, 0.1}) {
                double all = values.length + precision;
                stake += Math.sqrt(precision / all) * Math.pow(all * squares / (all * squares - sum * sum), 2.5) / 2;
            }
            assertThat(stake).isCloseTo(1 / ERROR, within(1e-6 / ERROR));
        }
    }

    @Test
    void shouldSettleALargeDifferenceByThreeValuesOfTwoRowsAndByFourOfEight() {
        assertThat(RatioSequence.interval(new double[] {1.31, 1.29, 1.3}, ERROR)
                        .orElseThrow()
                        .low())
                .isGreaterThan(1);
        assertThat(RatioSequence.isEnough(3, ERROR / 7)).isFalse();
        assertThat(RatioSequence.interval(new double[] {2.11, 2.13, 2.09, 2.15}, ERROR / 7)
                        .orElseThrow()
                        .low())
                .isGreaterThan(1);
    }

    /** By drawing, of normal and of heavy-tailed ratios of equals: no more than one of twenty is ever called different. */
    @Test
    void shouldKeepItsErrorByMeansAndSignsTogether() {
        Random random = new Random(11);
        for (boolean bursts : new boolean[] {false, true}) {
            int wrong = 0;
            for (int run = 0; run < 400; run++) {
                double[] ratios = new double[60];
                for (int n = 0; n < ratios.length; n++) {
                    double scale = bursts && random.nextInt(5) == 0 ? 0.3 : 0.02;
                    ratios[n] = Math.exp(scale * random.nextGaussian());
                }
                for (int n = 1; n <= ratios.length; n++) {
                    Optional<Interval> interval = RatioSequence.interval(Arrays.copyOf(ratios, n), ERROR);
                    if (interval.isPresent() && !interval.get().contains(1)) {
                        wrong++;
                        break;
                    }
                }
            }
            assertThat(wrong).isLessThanOrEqualTo(20);
        }
    }

    @Test
    void shouldSayNothingWhereRatiosAreAllOverThePlace() {
        assertThat(RatioSequence.interval(new double[] {0.5, 9, 1.2, 40}, ERROR))
                .isEmpty();
    }
}

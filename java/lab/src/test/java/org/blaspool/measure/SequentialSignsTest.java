package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.blaspool.measure.Statistics.Interval;
import org.junit.jupiter.api.Test;

class SequentialSignsTest {
    private static final double ERROR = 0.05;

    @Test
    void shouldLeaveNothingOutOfTooFewValues() {
        assertThat(SequentialSigns.outside(6, ERROR)).isEqualTo(-1);
        assertThat(SequentialSigns.interval(new double[] {1, 1, 1}, ERROR)).isEmpty();
    }

    @Test
    void shouldTellByAHandfulOfSignsOfAKind() {
        // 2^7 B(1/2, 15/2) / B(1/2, 1/2) = 26.8 is the first that reaches 20.
        assertThat(SequentialSigns.outside(7, ERROR)).isZero();
        assertThat(SequentialSigns.interval(new double[] {1.3, 1.2, 1.31, 1.25, 1.28, 1.29, 1.4}, ERROR))
                .hasValue(new Interval(1.2, 1.4));
    }

    @Test
    void shouldNeedMoreValuesForASmallerError() {
        assertThat(SequentialSigns.outside(11, ERROR / 28)).isEqualTo(-1);
        assertThat(SequentialSigns.outside(12, ERROR / 28)).isZero();
    }

    @Test
    void shouldNarrowAsValuesCome() {
        double[] values = new Random(1).doubles(1000, 0, 2).toArray();

        double before = Double.POSITIVE_INFINITY;
        for (int n : new int[] {20, 100, 1000}) {
            Interval interval =
                    SequentialSigns.interval(Arrays.copyOf(values, n), ERROR).orElseThrow();
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
                int outside = n % 5 == 0 ? SequentialSigns.outside(n, ERROR) : -1;
                if (below <= outside || n - below <= outside) {
                    wrong++;
                    break;
                }
            }
        }

        assertThat(wrong).isBetween(1, 100);
    }
}

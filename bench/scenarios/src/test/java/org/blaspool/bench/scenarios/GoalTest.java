package org.blaspool.bench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void shouldReachALimitFromTheRightSide() {
        assertThat(Goal.ratioAtMost(1.01).reachedBy(1.01)).isTrue();
        assertThat(Goal.ratioAtMost(1.01).reachedBy(1.0101)).isFalse();
        assertThat(Goal.atLeast(92, "%").reachedBy(92)).isTrue();
        assertThat(Goal.atLeast(92, "%").reachedBy(91.99)).isFalse();
    }

    @Test
    void shouldNotBeReachedByWhatWasNotMeasured() {
        assertThat(Goal.ratioAtMost(1).reachedBy(Double.NaN)).isFalse();
        assertThat(Goal.atLeast(1, "%").reachedBy(Double.NaN)).isFalse();
    }

    @Test
    void shouldBeWrittenWithItsUnit() {
        assertThat(Goal.ratioAtMost(0.88)).hasToString("<= 0.88 x");
        assertThat(Goal.atLeast(92, "%")).hasToString(">= 92 %");
        assertThat(Goal.NONE).hasToString("-");
    }

    @Test
    void shouldWriteNumbersWithFourDigitsAndNoZerosBehind() {
        assertThat(Goal.number(1)).isEqualTo("1");
        assertThat(Goal.number(100)).isEqualTo("100");
        assertThat(Goal.number(0.005)).isEqualTo("0.005");
        assertThat(Goal.number(117.25)).isEqualTo("117.3");
        assertThat(Goal.number(12345.6)).isEqualTo("12346");
        assertThat(Goal.number(0)).isEqualTo("0");
        assertThat(Goal.number(Double.NaN)).isEqualTo("NaN");
    }
}

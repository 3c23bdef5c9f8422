package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.measure.WarmClock.Pacing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {
    @ParameterizedTest
    @CsvSource({"1e-6, 16", "0.0125, 16", "0.02, 10", "0.05, 4", "0.1, 2", "0.2, 1", "20, 1"})
    void shouldFillAFifthOfASecondWithShortBatches(double batchSeconds, int batches) {
        assertThat(Pacing.batches(batchSeconds)).isEqualTo(batches);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.7, 0, false", "0.4, 0.7, 0, true", "25, 25, 25, true", "25, 25, 50, false", "90, 90, 0, false"})
    void shouldStartWorkersAnewAsOftenAsItIsCheapBesideTheRounds(
            double measured, double start, double renewed, boolean renews) {
        assertThat(Pacing.renews(measured, start, renewed, false)).isEqualTo(renews);
    }

    @Test
    void shouldStartThemAnewLessOftenWhereThatTakesTheTimeOfRounds() {
        assertThat(Pacing.renews(1, 0.7, 0, true)).isFalse();
        assertThat(Pacing.renews(1.5, 0.7, 0, true)).isTrue();
    }
}

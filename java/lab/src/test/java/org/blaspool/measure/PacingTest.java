package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
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
    @CsvSource({
        "10, 0.1, 0.4, 9",
        "10, 0.5, 0.25, 5",
        "7, 1.5, 2, 6",
        "7, 25, 60, 2",
        "7, 90, 120, 0",
        "1, 0.1, 1, 0",
        "10, 2, 0.2, 2",
        "3, 4, 0.1, 2",
        "7, 40, 1, 1"
    })
    void shouldStartWorkersAnewAsOftenAsItIsCheapBesideTheRounds(
            int rounds, double renewing, double round, int renewals) {
        assertThat(Pacing.renewals(rounds, renewing, round)).isEqualTo(renewals);
    }

    @ParameterizedTest
    @CsvSource({"10, 9", "10, 5", "7, 2", "7, 1", "7, 0", "2, 1"})
    void shouldSpreadTheRenewals(int rounds, int renewals) {
        int[] before = IntStream.rangeClosed(1, rounds)
                .filter(round -> Pacing.renewsBefore(round, rounds, renewals))
                .toArray();

        assertThat(before).hasSize(renewals).doesNotContain(1);
        for (int i = 1; i < before.length; i++) {
            assertThat(before[i] - before[i - 1]).isBetween((rounds - 1) / renewals, (rounds - 1) / renewals + 1);
        }
    }

    @Test
    void shouldNeverStartAnewBeforeTheOnlyRound() {
        assertThat(Pacing.renewsBefore(1, 1, 0)).isFalse();
    }
}

package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.blaspool.measure.Statistics.PairedBatches;
import org.junit.jupiter.api.Test;

class PairedBatchesTest {
    @Test
    void shouldKeepABurstThatHitBothOutOfTheRatio() {
        List<List<Double>> reference = List.of(List.of(1.0, 1.0, 2.0, 2.0, 1.0));
        List<List<Double>> batches = List.of(List.of(1.1, 1.1, 2.2, 2.2, 2.2));

        assertThat(PairedBatches.ratios(batches, reference)[0]).isCloseTo(1.1, within(1e-12));
    }

    @Test
    void shouldPairBatchesAtTheSamePlaceOfARoundWhereOneHasFewer() {
        List<List<Double>> reference = List.of(List.of(1.0, 1.0, 3.0, 3.0), List.of(2.0));
        List<List<Double>> batches = List.of(List.of(2.0, 6.0), List.of(4.0));

        assertThat(PairedBatches.ratios(batches, reference)).containsExactly(new double[] {2, 2}, within(1e-12));
    }

    @Test
    void shouldGiveTheInverseForTheTwoExchanged() {
        List<List<Double>> one = List.of(List.of(1.0, 1.3, 1.1, 1.2));
        List<List<Double>> other = List.of(List.of(1.2, 1.1, 1.4, 1.0));

        double ratio = PairedBatches.ratios(one, other)[0];

        assertThat(PairedBatches.ratios(other, one)[0]).isCloseTo(1 / ratio, within(1e-12));
    }

    @Test
    void shouldRefuseRoundsThatDoNotPair() {
        assertThatThrownBy(() -> PairedBatches.ratios(List.of(List.of(1.0)), List.of()))
                .hasMessage("rounds do not pair: batches=1 reference=0");
    }
}

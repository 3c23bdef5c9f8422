package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.usage.NoiseRecord;
import org.blaspool.usage.Usage;
import org.junit.jupiter.api.Test;

class TaintedRoundsTest {
    private static final double FLOP = 1e6;
    private static final double PEAK = 1e9;

    private static Round round(double seconds) {
        return new Round((long) (seconds * 1e9), new PhaseSeconds(0, 0, 0, 0, 0, 0, 0, 0), Usage.NONE, 0);
    }

    @Test
    void shouldRunARoundAgainThatWasFasterThanTheMachineCanBe() {
        TaintedRounds tainted = new TaintedRounds(FLOP, PEAK, 12);
        Iterator<Round> rounds = List.of(round(0.0009), round(0.002)).iterator();

        assertThat(tainted.run(rounds::next).seconds()).isEqualTo(0.002);
        assertThat(tainted.repeated()).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatThereIsWhenTheBoundIsReached() {
        TaintedRounds tainted = new TaintedRounds(FLOP, PEAK, 12);
        Iterator<Round> rounds = List.of(0.0001, 0.0002, 0.0003, 0.0004, 0.0005).stream()
                .map(TaintedRoundsTest::round)
                .iterator();

        assertThat(tainted.run(rounds::next).seconds()).isEqualTo(0.0004);
        assertThat(tainted.run(rounds::next).seconds()).isEqualTo(0.0005);
        assertThat(tainted.repeated()).isEqualTo(3);
    }

    @Test
    void shouldRunManyShortBatchesAgainInWhoseCourseOthersHadTheCpusAsFarAsTheBoundGoes() {
        TaintedRounds tainted = new TaintedRounds(FLOP, PEAK, 8);

        assertThat(tainted.repeats(noise(0.5, 0.01, 0.01))).isFalse();
        assertThat(tainted.repeats(noise(0.05, 0.05, 0.05))).isFalse();
        assertThat(tainted.repeats(noise(0.5, 0.2, 0))).isTrue();
        assertThat(tainted.repeats(noise(0.5, 0, 0.2))).isTrue();
        assertThat(tainted.repeats(noise(0.5, 0, 0.2))).isFalse();
        assertThat(tainted.repeated()).isEqualTo(2);
    }

    private static NoiseRecord noise(double elapsed, double stealSeconds, double otherSeconds) {
        return new NoiseRecord(elapsed, 2, 0, 0, stealSeconds, otherSeconds);
    }

    @Test
    void shouldLeaveAnOrdinaryRoundAlone() {
        TaintedRounds tainted = new TaintedRounds(FLOP, PEAK, 12);

        assertThat(tainted.run(() -> round(0.001)).seconds()).isEqualTo(0.001);
        assertThat(tainted.repeated()).isZero();
    }
}

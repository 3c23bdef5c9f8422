package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldTakeOneBatchWhereThatIsLong() {
        assertThat(batchesUntilEnough(DoubleStream.of(2, 1))).isEqualTo(1);
    }

    @Test
    void shouldWaitLongerForWorkersThatRunMuchJava() {
        assertThat(batchesUntilEnough(WarmUp.ofMuchJava(), DoubleStream.generate(() -> 1.0 / 64)))
                .isEqualTo(128);
        assertThat(batchesUntilEnough(WarmUp.ofMuchJava(), DoubleStream.iterate(0.25, seconds -> 0.97 * seconds)))
                .isGreaterThan(10);
    }

    @Test
    void shouldWaitLessForThreadsOfThisProcess() {
        assertThat(batchesUntilEnough(WarmUp.inPlace(), DoubleStream.generate(() -> 1.0 / 64)))
                .isEqualTo(14);
    }

    @Test
    void shouldTakeTwoThatAreAlike() {
        assertThat(batchesUntilEnough(DoubleStream.of(0.4, 0.39, 1))).isEqualTo(2);
    }

    @Test
    void shouldGoOnForAsLongAsBatchesBecomeFaster() {
        assertThat(batchesUntilEnough(DoubleStream.of(0.4, 0.3, 0.25, 0.22, 0.21, 1)))
                .isEqualTo(5);
        assertThat(batchesUntilEnough(DoubleStream.of(0.6, 0.5, 0.4, 0.3))).isEqualTo(3);
    }

    @Test
    void shouldTakeHalfASecondOfShortBatchesHoweverSteadyTheyAre() {
        assertThat(batchesUntilEnough(DoubleStream.iterate(1.0 / 64, seconds -> seconds)))
                .isEqualTo(32);
    }

    @Test
    void shouldCompareWindowsByTheirMediansAndNotBeTakenInByOneSlowBatch() {
        double[] batches = new double[40];
        Arrays.fill(batches, 1.0 / 64);
        batches[10] = 4.0 / 64;

        assertThat(batchesUntilEnough(Arrays.stream(batches))).isEqualTo(29);
    }

    @Test
    void shouldEndSomeTimeHoweverShortBatchesAreOrHoweverLongTheyFall() {
        assertThat(batchesUntilEnough(DoubleStream.iterate(1e-6, seconds -> seconds)))
                .isEqualTo(500);
        assertThat(batchesUntilEnough(DoubleStream.iterate(0.1, seconds -> 0.97 * seconds)))
                .isLessThan(25);
    }

    @Test
    void shouldTellWhatABatchTakesInTheEndAndAllOfThem() {
        WarmUp warmUp = WarmUp.ofWorkers();
        PrimitiveIterator.OfDouble batches =
                DoubleStream.of(0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 9).iterator();
        warmUp.complete(batches::nextDouble);

        assertThat(warmUp.batchSeconds()).isCloseTo(0.1, within(1e-12));
        assertThat(warmUp.totalSeconds()).isCloseTo(0.9, within(1e-9));
    }

    private static int batchesUntilEnough(DoubleStream seconds) {
        return batchesUntilEnough(WarmUp.ofWorkers(), seconds);
    }

    private static int batchesUntilEnough(WarmUp warmUp, DoubleStream seconds) {
        PrimitiveIterator.OfDouble batches = seconds.iterator();
        int[] count = new int[1];
        warmUp.complete(() -> {
            count[0]++;
            return batches.nextDouble();
        });
        return count[0];
    }
}

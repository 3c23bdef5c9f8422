package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.blaspool.matrix.ProductShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostModelTest {
    private static final BatchShape TUTORIAL = BatchShape.of(2000, 2000, 2000, 100);

    private final MachineProfile profile = SyntheticProfile.of(2);
    private final CostModel model = new CostModel(profile);

    @Test
    void shouldDivideTheWorkAmongThreads() {
        double sequential = seconds("sequential", TUTORIAL);

        assertThat(sequential).isCloseTo(1.6e12 / 45e9, within(1e-6));
        assertThat(seconds("threads:chunk-size=1", TUTORIAL)).isCloseTo(sequential / 2, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40, 500})
    void shouldPredictOneProductOfAPoolAsThatOfOneThread(int size) {
        BatchShape one = BatchShape.of(size, size, size, 1);

        assertThat(seconds("threads", one)).isEqualTo(seconds("sequential", one));
    }

    @Test
    void shouldCountWhatEqualChunksLeaveUneven() {
        Prediction prediction = predict("threads:chunk-size=13", TUTORIAL);

        // 100 tasks in chunks of 13: one worker does 4 chunks, 52 tasks, where 50 would be even.
        assertThat(prediction.terms().queue())
                .isCloseTo(0.04 * prediction.terms().compute(), within(1e-9));
    }

    @Test
    void shouldGiveTheLongestShareOfEqualChunks() {
        assertThat(CostModel.longestShare(100, 13, 2)).isEqualTo(52);
        assertThat(CostModel.longestShare(100, 1, 2)).isEqualTo(50);
        assertThat(CostModel.longestShare(3, 1, 2)).isEqualTo(2);
        assertThat(CostModel.longestShare(9, 4, 2)).isEqualTo(5);
        assertThat(CostModel.longestShare(5, 100, 2)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 30, 100, 500, 2000, 4000})
    void shouldNeverPredictMoreThanTheMachineCanDo(int size) {
        BatchShape batch = BatchShape.of(size, size, size, 64);
        for (StrategyKind kind : StrategyKind.values()) {
            assertThat(batch.flop() / seconds(kind.label(), batch))
                    .as("FLOP/s of %s", kind)
                    .isLessThanOrEqualTo(profile.fmaPeak());
        }
    }

    @ParameterizedTest
    @EnumSource(StrategyKind.class)
    void shouldTakeLongerForMoreAndForLargerProducts(StrategyKind kind) {
        double before = 0;
        for (int pairs : new int[] {2, 4, 8, 16, 1000}) {
            double seconds = seconds(kind.label(), BatchShape.of(300, 300, 300, pairs));
            assertThat(seconds).isGreaterThan(before);
            before = seconds;
        }
        before = 0;
        for (int size : new int[] {4, 8, 64, 65, 100, 128, 500, 1000, 3000}) {
            double seconds = seconds(kind.label(), BatchShape.of(size, size, size, 16));
            assertThat(seconds).as("size %d", size).isGreaterThan(before);
            before = seconds;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1000, 2000})
    void shouldOrderTransportsByWhatTheyCopy(int size) {
        BatchShape batch = BatchShape.of(size, size, size, 100);

        assertThat(List.of(
                        seconds("threads", batch),
                        seconds("processes-shared", batch),
                        seconds("processes-serialized:codec=raw", batch),
                        seconds("processes-serialized:codec=java", batch)))
                .isSorted();
        assertThat(seconds("processes-shared", batch)).isCloseTo(seconds("threads", batch), within(1e-9));
    }

    @Test
    void shouldChargeSerializationToBothEndsOfTheSocket() {
        Prediction prediction = predict("processes-serialized:codec=java:chunk-size=1", TUTORIAL);

        double bytes = 100 * 3 * 8.0 * 2000 * 2000;
        double feeding = bytes * (SyntheticProfile.SOCKET + SyntheticProfile.SERIALIZATION);
        assertThat(prediction.terms().copy()).isCloseTo(feeding / 2, within(1e-6));
        assertThat(prediction.terms().start()).isCloseTo(2e-3 + 100 * 2e-5, within(1e-4));
    }

    @Test
    void shouldSendASingleProductBeforeItIsComputed() {
        BatchShape single = BatchShape.of(2000, 2000, 2000, 1);

        double bytes = 3 * 8.0 * 2000 * 2000;
        assertThat(predict("processes-serialized:codec=raw", single).terms().copy())
                .isCloseTo(bytes * SyntheticProfile.SOCKET, within(1e-9));
    }

    @Test
    void shouldTakeTheProductsOfAWorkerWhereMoreWorkAreThanWereMeasured() {
        CostModel many = new CostModel(SyntheticProfile.of(64));
        StrategySpec raw = StrategySpec.parse("processes-serialized:codec=raw");

        // 64 workers have 100 products each, as 16 have of a quarter of the batch.
        assertThat(many.predict(raw, BatchShape.of(100, 100, 100, 6400)).terms().start())
                .isCloseTo(1e-3 + 1600 * 1e-5, within(1e-4));
    }

    @Test
    void shouldStartABatchWithoutCountingItsProductsTwice() {
        double start = predict("threads", BatchShape.of(4, 4, 4, 10)).terms().start();

        // Ten products of 128 FLOP at 0.9 GFLOP/s on two CPUs, which compute them in the measured start, too.
        assertThat(start).isCloseTo(SyntheticProfile.START - 5 * 128e-9 / 0.9, within(1e-9));
    }

    @Test
    void shouldNotMakeProductsFasterThanBlasThreadsMakeThem() {
        double one = seconds("sequential", TUTORIAL);
        double two = seconds("blas-threads:blas-threads=2", TUTORIAL);

        assertThat(two).isLessThan(one).isGreaterThan(one / 2);
        assertThat(seconds("blas-threads:blas-threads=1", TUTORIAL)).isEqualTo(one);
    }

    @Test
    void shouldTakeThreadsThatQueueForTheBlasForOneCaller() {
        assertThat(predict("threads:workers=2:blas-threads=2:chunk-size=1", TUTORIAL)
                        .terms()
                        .compute())
                .isEqualTo(
                        predict("blas-threads:blas-threads=2", TUTORIAL).terms().compute());
    }

    @Test
    void shouldSayThatMoreThreadsThanCpusAreNotModelled() {
        assertThat(predict("processes-shared:workers=2:blas-threads=2", TUTORIAL)
                        .modelled())
                .isFalse();
        assertThat(predict("processes-shared:workers=3", TUTORIAL).modelled()).isFalse();
        assertThat(predict("processes-shared:workers=2", TUTORIAL).modelled()).isTrue();
    }

    @Test
    void shouldLeaveCpusIdleWhereThereAreFewerProducts() {
        BatchShape single = BatchShape.of(2000, 2000, 2000, 1);

        assertThat(seconds("threads", single)).isGreaterThanOrEqualTo(seconds("sequential", single));
        assertThat(seconds("blas-threads", single)).isLessThan(0.6 * seconds("threads", single));
    }

    @Test
    void shouldCountTheBatchOnceAndEachJvm() {
        double threads = predict("threads:chunk-size=13", TUTORIAL).memoryBytes();
        double shared = predict("processes-shared", TUTORIAL).memoryBytes();
        double hosted = predict("processes-hosted", TUTORIAL).memoryBytes();

        assertThat(threads).isBetween(9.6e9, 9.8e9);
        assertThat(shared - threads).isEqualTo(2 * 96e6);
        assertThat(hosted - shared).isEqualTo(96e6 + 2 * 96e6);
        assertThat(predict("independent", TUTORIAL).memoryBytes()).isLessThan(1e9);
    }

    @Test
    void shouldChargeMixedShapesForAnUnluckyOrder() {
        BatchShape mixed = new BatchShape(List.of(
                new BatchShape.Group(new ProductShape(100, 100, 100), 100),
                new BatchShape.Group(new ProductShape(2000, 2000, 2000), 1)));
        Prediction prediction = predict("threads:chunk-size=1", mixed);
        double largest = 16e9 / 45e9;

        assertThat(prediction.seconds()).isBetween(prediction.terms().compute() + 0.2 * largest, 1.1 * largest);
    }

    @Test
    void shouldTakeTheRatesOfUnalignedProductsWhereOneDimensionFillsNoRegister() {
        DgemmRates rates = new DgemmRates(new RateCurve(Map.of(200, 40e9)), new RateCurve(Map.of(200, 30e9)), 0);
        CostModel unlike = new CostModel(SyntheticProfile.withRates(rates));

        for (BatchShape aligned : List.of(BatchShape.of(208, 208, 208, 9), BatchShape.of(400, 208, 800, 9))) {
            assertThat(computeSeconds(unlike, aligned)).isCloseTo(aligned.flop() / 40e9, within(1e-9));
        }
        for (BatchShape unaligned : List.of(
                BatchShape.of(210, 208, 208, 9), BatchShape.of(208, 210, 208, 9), BatchShape.of(208, 208, 209, 9))) {
            assertThat(computeSeconds(unlike, unaligned)).isCloseTo(unaligned.flop() / 30e9, within(1e-9));
        }
    }

    @Test
    void shouldTakeEachShapeOfAMixedBatchByItsOwnAlignment() {
        DgemmRates rates = new DgemmRates(new RateCurve(Map.of(200, 40e9)), new RateCurve(Map.of(200, 30e9)), 0);
        BatchShape mixed = new BatchShape(List.of(
                new BatchShape.Group(new ProductShape(208, 208, 208), 5),
                new BatchShape.Group(new ProductShape(210, 210, 210), 7)));

        assertThat(computeSeconds(new CostModel(SyntheticProfile.withRates(rates)), mixed))
                .isCloseTo(5 * 2 * Math.pow(208, 3) / 40e9 + 7 * 2 * Math.pow(210, 3) / 30e9, within(1e-9));
    }

    @Test
    void shouldSpareWhatWorksInPlaceTheTrafficOfABatchThatFitsTheCaches() {
        RateCurve curve = new RateCurve(Map.of(100, 40e9));
        MachineProfile profile = SyntheticProfile.withRates(new DgemmRates(curve, curve, 1e-11));
        CostModel slowMemory = new CostModel(profile);
        double product = 2e6 / 40e9;
        double traffic = (2 * 8e4 + 2 * 8e4) * 1e-11;

        BatchShape small = BatchShape.of(100, 100, 100, 10);
        assertThat(computeSeconds(slowMemory, small)).isCloseTo(10 * (product - traffic), within(1e-12));
        assertThat(slowMemory
                        .predict(StrategySpec.parse("independent"), small)
                        .terms()
                        .compute())
                .isCloseTo(10 * product, within(1e-12));
        // 2.5 times what fits: half of it is there.
        long pairs = Math.round(2.5 * SyntheticProfile.CACHE_BYTES / 24e4);
        assertThat(computeSeconds(slowMemory, BatchShape.of(100, 100, 100, pairs)))
                .isCloseTo(pairs * (product - 0.5 * traffic), within(pairs * traffic * 0.02));
        assertThat(computeSeconds(slowMemory, BatchShape.of(100, 100, 100, 1000)))
                .isCloseTo(1000 * product, within(1e-12));
    }

    private static double computeSeconds(CostModel model, BatchShape batch) {
        return model.predict(StrategySpec.parse("sequential"), batch).terms().compute();
    }

    private double seconds(String spec, BatchShape batch) {
        return predict(spec, batch).seconds();
    }

    private Prediction predict(String spec, BatchShape batch) {
        return model.predict(StrategySpec.parse(spec), batch);
    }
}

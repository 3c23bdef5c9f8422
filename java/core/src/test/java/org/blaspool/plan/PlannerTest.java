package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.ProductShape;
import org.blaspool.sample.Estimate.Basis;
import org.blaspool.sample.Samples;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final int CORES = 2;
    private static final ProductShape CUBE = new ProductShape(1000, 1000, 1000);
    private static final StrategySpec NO_OPTIONS = StrategySpec.of(StrategyKind.THREADS);

    private final Samples samples = Samples.inMemory("here");
    private final Planner planner = new Planner(samples, CORES, NO_OPTIONS, Long.MAX_VALUE);

    private void took(String spec, ProductShape shape, long count, double seconds) {
        samples.record(planner.complete(StrategySpec.parse(spec)).way(CORES), shape, count, seconds, 0);
    }

    private Prediction predict(String spec, BatchShape batch) {
        return planner.predict(StrategySpec.parse(spec), batch);
    }

    @Test
    void shouldListEveryStrategyWithNothingLeftOpen() {
        assertThat(planner.candidates())
                .extracting(StrategySpec::toString)
                .containsExactly(
                        "sequential",
                        "blas-threads:blas-threads=2",
                        "threads:workers=2:blas-threads=1",
                        "processes-serialized:workers=2:blas-threads=1:codec=raw",
                        "processes-serialized:workers=2:blas-threads=1:codec=java",
                        "processes-shared:workers=2:blas-threads=1",
                        "processes-hosted:workers=2:blas-threads=1",
                        "independent:workers=2:blas-threads=1");
    }

    @Test
    void shouldRecommendTheSimplestOfThoseThatAreAsFast() {
        took("blas-threads", CUBE, 20, 1.00);
        took("threads", CUBE, 20, 1.02);
        took("processes-shared", CUBE, 20, 1.01);
        took("sequential", CUBE, 20, 2.0);

        PlanResult plan = planner.plan(planner.candidates(), BatchShape.of(1000, 1000, 1000, 20));

        assertThat(plan.recommended()).hasToString("threads:workers=2:blas-threads=1");
        assertThat(plan.reason()).contains("40.0 GFLOP/s".replace("40.0", "39.2"));
        assertThat(plan.predictions().stream().filter(Prediction::isKnown)).hasSize(4);
    }

    @Test
    void shouldTakeProcessesOnlyWhereTheyAreClearlyFaster() {
        took("threads", CUBE, 20, 1.08);
        took("processes-shared", CUBE, 20, 1.0);
        assertThat(kindFor(20)).isEqualTo(StrategyKind.THREADS);

        took("threads", CUBE, 40, 2.4);
        took("processes-shared", CUBE, 40, 2.0);
        assertThat(kindFor(40)).isEqualTo(StrategyKind.PROCESSES_SHARED);
    }

    private StrategyKind kindFor(int pairs) {
        return planner.plan(planner.candidates(), BatchShape.of(1000, 1000, 1000, pairs))
                .recommended()
                .kind();
    }

    @Test
    void shouldGoByARuleWhereNothingIsKnown() {
        PlanResult plan = planner.plan(planner.candidates(), BatchShape.of(1000, 1000, 1000, 20));

        assertThat(plan.recommended().kind()).isEqualTo(StrategyKind.THREADS);
        assertThat(plan.reason()).startsWith("it was not measured");
    }

    @Test
    void shouldNotTakeWhatIsKnownForWhatShouldWin() {
        took("sequential", CUBE, 20, 2.0);

        assertThat(kindFor(20)).isEqualTo(StrategyKind.THREADS);
    }

    @Test
    void shouldTakeLargeProductsForTheOperationsAndTheBytesOfSmallerOnes() {
        took("threads", CUBE, 10, 0.2);
        took("processes-serialized:codec=raw", CUBE, 10, 0.23);

        BatchShape larger = BatchShape.of(2000, 2000, 2000, 10);

        // Eight times the operations, four times the bytes.
        assertThat(predict("threads", larger).seconds()).isCloseTo(1.6, within(1e-9));
        assertThat(predict("processes-serialized:codec=raw", larger).seconds()).isCloseTo(1.72, within(1e-9));
        assertThat(predict("threads", larger).basis()).isEqualTo(Basis.OTHER_SHAPE);
    }

    @Test
    void shouldNotTakeSmallProductsForAnyOtherSize() {
        took("threads", new ProductShape(100, 100, 100), 100, 0.01);

        assertThat(predict("threads", BatchShape.of(300, 300, 300, 100)).isKnown())
                .isFalse();
    }

    @Test
    void shouldAddUpProductsOfSeveralSizesAndHalfOfWhatTheLastOneMayCost() {
        took("threads", CUBE, 10, 0.2);
        took("threads", new ProductShape(512, 512, 512), 10, 0.03);
        BatchShape mixed = new BatchShape(
                List.of(new BatchShape.Group(CUBE, 9), new BatchShape.Group(new ProductShape(512, 512, 512), 1)));

        // 9 products of 20 ms a core and one of 3 ms; half of half of the largest, which takes 40 ms.
        assertThat(predict("threads", mixed).seconds()).isCloseTo(0.18 + 0.003 + 0.01, within(1e-9));
    }

    @Test
    void shouldTellWhatStartingWorkersTakes() {
        samples.record(planner.complete(StrategySpec.parse("processes-shared")).way(CORES), Samples.START, 1, 0.3, 0);

        BatchShape batch = BatchShape.of(1000, 1000, 1000, 20);

        assertThat(predict("processes-shared", batch).setupSeconds()).isCloseTo(0.3, within(1e-9));
        assertThat(predict("processes-hosted", batch).setupSeconds()).isNaN();
        assertThat(predict("threads", batch).setupSeconds()).isZero();
    }

    @Test
    void shouldRefuseWhatFitsNoMemory() {
        Planner small = new Planner(samples, CORES, NO_OPTIONS, 1000);

        assertThatThrownBy(() -> small.plan(small.candidates(), BatchShape.of(1000, 1000, 1000, 20)))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("memory-limit=1000");
    }
}

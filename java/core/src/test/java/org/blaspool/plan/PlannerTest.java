package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final StrategySpec NO_OPTIONS = StrategySpec.of(StrategyKind.THREADS);

    @Test
    void shouldPredictEveryStrategyAndBothCodecs() {
        PlanResult plan = planner(2, Long.MAX_VALUE).plan(BatchShape.of(2000, 2000, 2000, 100));

        assertThat(plan.predictions())
                .extracting(prediction -> prediction.spec().toString())
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
    void shouldRecommendThreadsForManyMiddlingProducts() {
        PlanResult plan = planner(2, Long.MAX_VALUE).plan(BatchShape.of(500, 500, 500, 100));

        assertThat(plan.recommended().spec()).hasToString("threads:workers=2:blas-threads=1");
        assertThat(plan.reason()).contains("of the FMA peak").contains("dgemm is ");
    }

    @Test
    void shouldRecommendBlasThreadsForASingleLargeProduct() {
        PlanResult plan = planner(8, Long.MAX_VALUE).plan(BatchShape.of(4000, 4000, 4000, 1));

        assertThat(plan.recommended().spec()).hasToString("blas-threads:blas-threads=8");
    }

    @Test
    void shouldRecommendOneCallerForAHandfulOfTinyProducts() {
        PlanResult plan = planner(2, Long.MAX_VALUE).plan(BatchShape.of(4, 4, 4, 10));

        assertThat(plan.recommended().spec().kind()).isEqualTo(StrategyKind.SEQUENTIAL);
    }

    @Test
    void shouldSayFromWhichSizeOnAnotherStrategyIsBetter() {
        Planner planner = planner(2, Long.MAX_VALUE);
        PlanResult plan = planner.plan(BatchShape.of(4, 4, 4, 10));

        PlanResult.Change change = plan.changes().get(0);
        assertThat(change.size()).isGreaterThan(4);
        assertThat(planner.plan(BatchShape.of(change.size(), change.size(), change.size(), 10))
                        .recommended()
                        .spec()
                        .kind())
                .isEqualTo(change.kind())
                .isNotEqualTo(StrategyKind.SEQUENTIAL);
    }

    @Test
    void shouldOnlyRecommendWhatFitsTheMemory() {
        PlanResult plan = planner(2, 2_000_000_000L).plan(BatchShape.of(2000, 2000, 2000, 100));

        assertThat(plan.recommended().spec().kind()).isEqualTo(StrategyKind.INDEPENDENT);
        assertThat(plan.predictions()).hasSize(8);
    }

    @Test
    void shouldSayThatNothingFitsTheMemory() {
        Planner planner = planner(2, 1_000_000L);

        assertThatThrownBy(() -> planner.plan(BatchShape.of(2000, 2000, 2000, 100)))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("memory-limit=1000000")
                .hasMessageContaining("--memory-limit");
    }

    @Test
    void shouldTakeOptionsForEveryStrategyThatTheyMeanSomethingTo() {
        StrategySpec options =
                NO_OPTIONS.withWorkers(3).withCodec(Codec.JAVA).withChunkSize(5).withBlasThreads(1);
        PlanResult plan =
                new Planner(SyntheticProfile.of(4), options, Long.MAX_VALUE).plan(BatchShape.of(500, 500, 500, 100));

        assertThat(plan.predictions())
                .extracting(prediction -> prediction.spec().toString())
                .contains(
                        "sequential",
                        "threads:workers=3:blas-threads=1:chunk-size=5",
                        "processes-serialized:workers=3:blas-threads=1:chunk-size=5:codec=java")
                .hasSize(7);
    }

    private static Planner planner(int cpus, long memory) {
        return new Planner(SyntheticProfile.of(cpus), NO_OPTIONS, memory);
    }
}

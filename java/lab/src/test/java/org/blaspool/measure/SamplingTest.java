package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Estimate;
import org.blaspool.sample.Estimate.Basis;
import org.blaspool.sample.Samples;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int CORES = 2;
    private static final ProductShape SHAPE = new ProductShape(3, 4, 5);
    private static final List<StrategySpec> SPECS =
            StrategySpec.parseList("threads:workers=2,sequential,processes-shared:workers=2");

    private final List<String> calls = ScriptedStrategy.log();
    private final Samples samples = Samples.inMemory("test");
    private final Map<StrategyKind, Integer> failing = new HashMap<>();

    /** Every batch takes 30 ms by its strategy's clock, but the first two of each; the sequential way has half of the products. */
    private Sampling sample() {
        Sampling sampling = new Sampling(
                spec -> new ScriptedStrategy(spec, calls, 9, 9, 0.03).failingIn(failing.getOrDefault(spec.kind(), -1)),
                samples,
                CORES);
        sampling.sample(SPECS, BatchShape.of(SHAPE.m(), SHAPE.k(), SHAPE.n(), 100), 0.2);
        return sampling;
    }

    private Estimate predict(StrategySpec spec) {
        return samples.predict(spec.way(CORES), SHAPE, 100).orElseThrow();
    }

    @Test
    void shouldTellOfEveryWay() {
        assertThat(sample().failures()).isEmpty();

        assertThat(SPECS).allSatisfy(spec -> {
            assertThat(samples.shapes(spec.way(CORES))).containsExactly(SHAPE);
            assertThat(predict(spec).seconds()).isBetween(0.03, 18.0);
        });
        // Its first batches are for new workers, and of other products.
        assertThat(predict(SPECS.get(2)).seconds()).isEqualTo(0.03);
        assertThat(predict(SPECS.get(2)).basis()).isEqualTo(Basis.MEASURED);
        assertThat(samples.predict(SPECS.get(2).way(CORES), Samples.START, 1)).isPresent();
        assertThat(calls.indexOf("threads close")).isLessThan(calls.indexOf("processes-shared start"));
    }

    @Test
    void shouldSayWhatFailedAndTellOfTheOthers() {
        failing.put(StrategyKind.THREADS, 0);

        assertThat(sample().failures()).isEqualTo(Map.of(SPECS.get(0), "worker died: worker=1 signal=9"));
        assertThat(samples.shapes(SPECS.get(0).way(CORES))).isEmpty();
        assertThat(predict(SPECS.get(1)).seconds()).isBetween(0.03, 18.0);
        assertThat(calls.stream().filter(call -> call.startsWith("threads")))
                .containsExactly("threads start", "threads load shared", "threads run 0", "threads close");
    }
}

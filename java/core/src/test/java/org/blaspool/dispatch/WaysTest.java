package org.blaspool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.Rule;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.sample.Samples;
import org.blaspool.sample.Way;
import org.blaspool.strategy.StrategyContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaysTest {
    private static final ProductShape SHAPE = new ProductShape(300, 300, 300);
    private static final Way THREADS = new Way("threads", 2, 1, "", 0);
    private static final Way BLAS_THREADS = new Way("blas-threads", 1, 2, "", 0);

    @TempDir
    Path scratch;

    private final MatrixStore store = MatrixStore.privateMemory();
    private final Samples samples = Samples.inMemory("here");
    private Ways ways;

    @BeforeEach
    void open() {
        CpuTopology topology = CpuTopology.read();
        StrategySpec options = StrategySpec.parse("threads:workers=2").withBlasThreads(1);
        var blas = BlasSpec.BUNDLED.open();
        ways = new Ways(
                blas,
                new StrategyContext(
                        blas,
                        Surroundings.of("bundled", scratch),
                        topology,
                        CpuAllotment.read(topology),
                        false,
                        () -> SplitRules.NONE),
                null,
                options,
                samples);
    }

    @AfterEach
    void close() {
        ways.close();
        store.close();
    }

    private Batch batch(int products, int n) {
        return new Batch(IntStream.range(0, products)
                .mapToObj(i -> Dgemm.of(store.allocate(n, n), store.allocate(n, n), store.allocate(n, n)))
                .toList());
    }

    private StrategyKind kindFor(Batch batch) {
        return ways.choose(batch).spec().kind();
    }

    @Test
    void shouldGoByTheShapesWhereNothingIsKnown() {
        assertThat(kindFor(batch(1, 300))).isEqualTo(StrategyKind.BLAS_THREADS);
        assertThat(ways.last()).contains("by the shapes");
        assertThat(kindFor(batch(2, 300))).isEqualTo(StrategyKind.THREADS);
        assertThat(kindFor(batch(1, 10))).isEqualTo(StrategyKind.THREADS);
        assertThat(kindFor(batch(8, 300))).isEqualTo(StrategyKind.THREADS);
    }

    @Test
    void shouldGoByWhatSuchBatchesTookHere() {
        samples.record(THREADS, SHAPE, 2, 0.010, 0);
        samples.record(BLAS_THREADS, SHAPE, 2, 0.005, 0);

        assertThat(kindFor(batch(2, 300))).isEqualTo(StrategyKind.BLAS_THREADS);
        assertThat(ways.last()).contains("by what such batches took");
    }

    @Test
    void shouldTryTheWayOfWhichNothingIsKnownWhereNoRuleIsSure() {
        Batch batch = batch(3, 300);
        boolean oneByOne = Rule.of(BatchShape.of(batch), 2, true).spec().kind() == StrategyKind.BLAS_THREADS;
        samples.record(oneByOne ? BLAS_THREADS : THREADS, SHAPE, 3, 0.010, 0);

        assertThat(kindFor(batch)).isEqualTo(oneByOne ? StrategyKind.THREADS : StrategyKind.BLAS_THREADS);
        assertThat(ways.last()).contains("no rule is sure");
    }

    @Test
    void shouldAddWhatABatchTookToTheSamples() {
        Batch batch = batch(6, 300);
        Ways.Choice choice = ways.choose(batch);
        choice.strategy().load(batch);

        double first = ways.run(choice, batch).seconds();
        ways.record();
        double second = ways.run(choice, batch).seconds();
        ways.record();

        boolean tells = first >= 1 || second >= 1e-3;
        Way way = choice.spec().kind() == StrategyKind.THREADS ? THREADS : BLAS_THREADS;
        assertThat(samples.predict(way, SHAPE, 6).isPresent()).isEqualTo(tells);
        assertThat(ways.plan(batch)).anyMatch(plan -> plan.seconds().isPresent() == tells);
    }
}

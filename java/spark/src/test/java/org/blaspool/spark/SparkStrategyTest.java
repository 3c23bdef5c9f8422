package org.blaspool.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.blaspool.verify.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The row that compare shows of Spark: a driver of its own, with executors. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkStrategyTest {
    @TempDir
    Path scratch;

    private final Random random = new Random(5);

    @BeforeEach
    void makeInstallation() throws IOException {
        SparkHome.linkJars();
    }

    @Test
    void shouldComputeABatchInExecutorsAndLeaveNothing() throws IOException {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                MatrixStore store = MatrixStore.sharedMemory()) {
            Batch batch = batch(store);
            try (Strategy strategy =
                    Strategies.create(StrategySpec.parse("spark:workers=2:chunk-size=2"), context(blas))) {
                strategy.start();
                assertThat(strategy.wantsSharedOperands()).isTrue();
                strategy.load(batch);
                assertThat(strategy.effective().blasThreads()).containsExactly(1, 1);
                for (int i = 0; i < 2; i++) {
                    Verification expected = Verification.of(batch, i, 1);
                    Round round = strategy.run();
                    strategy.collect();
                    assertThat(expected.check(batch)).isEmpty();
                    assertThat(round.phases().total()).isCloseTo(round.seconds(), within(0.01 * round.seconds()));
                    assertThat(round.phases().compute()).isPositive();
                    assertThat(round.phases().serialize()).isPositive();
                    assertThat(round.phases().deserialize()).isPositive();
                    assertThat(round.bytesMoved()).isEqualTo(batch.bytes());
                }
            }
        }
        try (var left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    /** Both layouts, a transpose, a sum, and an operand with gaps between its lines. */
    private Batch batch(MatrixStore store) {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            StoredMatrix a = filled(store, 40, 30, Layout.COLUMN_MAJOR);
            StoredMatrix b = filled(store, 30, 50, Layout.ROW_MAJOR);
            products.add(Dgemm.of(a, b, store.allocate(40, 50)));
            products.add(new Dgemm(-2, b, true, a, true, 0.5, filled(store, 50, 40, Layout.ROW_MAJOR)));
        }
        StoredMatrix whole = filled(store, 64, 30, Layout.COLUMN_MAJOR);
        StoredMatrix part =
                StoredMatrix.over(whole.region(), whole.offset() + 8, new Shape(40, 30), 64, Layout.COLUMN_MAJOR);
        products.add(Dgemm.of(part, filled(store, 30, 20, Layout.COLUMN_MAJOR), store.allocate(40, 20)));
        return new Batch(products);
    }

    private StoredMatrix filled(MatrixStore store, int rows, int columns, Layout layout) {
        return store.copyOf(random.doubles((long) rows * columns, -1, 1).toArray(), rows, columns, layout);
    }

    @Test
    void shouldRefuseToPinExecutors() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Strategies.create(StrategySpec.parse("spark:pin=compact"), context(blas)))
                    .withMessageContaining("pin=compact");
        }
    }

    private StrategyContext context(BlasLibrary blas) {
        CpuTopology topology = CpuTopology.read();
        return new StrategyContext(
                blas,
                Surroundings.of("bundled", scratch),
                topology,
                CpuAllotment.read(topology),
                false,
                () -> SplitRules.NONE);
    }
}

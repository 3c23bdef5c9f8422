package org.blaspool.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.usage.Computed;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every strategy tells by which kernels its rounds were computed, wherever that was. */
class ComputedTest {
    private static final int SMALL = 20;
    private static final int LARGE = 3;
    private static final long SMALL_VOLUME = SMALL * 5L * 6 * 7;
    private static final long LARGE_VOLUME = LARGE * 150L * 150 * 150;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "sequential, true",
        "sequential:split=off, false",
        "threads:workers=2, true",
        "blas-threads:blas-threads=2, true",
        "processes-shared:workers=2, true",
        "processes-serialized:workers=2:split=off, false",
        "processes-serialized:workers=2, true",
        "processes-hosted:workers=1, true"
    })
    void shouldTellByWhichKernelsItsRoundsWereComputed(String spec, boolean on) {
        CpuTopology topology = CpuTopology.read();
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                MatrixStore store = MatrixStore.sharedMemory();
                Strategy strategy = Strategies.create(
                        StrategySpec.parse(spec),
                        new StrategyContext(
                                blas,
                                Surroundings.of("bundled", scratch),
                                topology,
                                CpuAllotment.read(topology),
                                false,
                                () -> SplitRules.NONE))) {
            boolean small = on && !blas.smallKernels().equals("none");
            strategy.start();
            strategy.load(batch(store));
            for (int rounds = 1; rounds <= 2; rounds++) {
                strategy.run();
                Computed.Shares shares = strategy.effective().kernels();
                double all = SMALL_VOLUME + LARGE_VOLUME;
                assertThat(shares.small()).isEqualTo(small ? SMALL_VOLUME / all : 0);
                assertThat(shares.split()).isZero();
                assertThat(shares.plain()).isEqualTo(small ? LARGE_VOLUME / all : 1);
            }
        }
    }

    private static Batch batch(MatrixStore store) {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < SMALL; i++) {
            products.add(Dgemm.of(store.allocate(5, 6), store.allocate(6, 7), store.allocate(5, 7)));
        }
        for (int i = 0; i < LARGE; i++) {
            products.add(Dgemm.of(store.allocate(150, 150), store.allocate(150, 150), store.allocate(150, 150)));
        }
        return new Batch(products);
    }
}

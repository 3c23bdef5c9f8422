package org.blaspool.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.chaos.StartedProcesses;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CallersOfStrategiesTest {
    private static final int PRODUCTS = 20;

    @TempDir
    private Path scratch;

    private final BlasLibrary blas = BlasSpec.BUNDLED.open();
    private final MatrixStore store = MatrixStore.sharedMemory();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private StrategyContext context;

    @BeforeEach
    void readMachine() {
        CpuTopology topology = CpuTopology.read();
        context = new StrategyContext(
                blas,
                Surroundings.of("bundled", scratch),
                topology,
                CpuAllotment.read(topology),
                false,
                () -> SplitRules.NONE);
    }

    @AfterEach
    void giveBack() {
        other.shutdownNow();
        store.close();
        blas.close();
    }

    private Strategy create(String spec) {
        return Strategies.create(StrategySpec.parse(spec), context);
    }

    /** Every element of every result is what is asked for. */
    private Batch batch(double value) {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            StoredMatrix a = store.allocate(30, 2);
            StoredMatrix b = store.allocate(2, 30);
            for (int j = 0; j < 30; j++) {
                a.set(j, 0, value);
                b.set(0, j, 1);
            }
            products.add(Dgemm.of(a, b, store.allocate(30, 30)));
        }
        return new Batch(products);
    }

    private static void assertAll(Batch batch, double value) {
        for (Dgemm product : batch.products()) {
            for (int i = 0; i < 30; i++) {
                assertThat(product.c().get(i, 29 - i)).isEqualTo(value);
            }
        }
    }

    private <T> Future<T> elsewhere(Callable<T> action) {
        return other.submit(action);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "threads:workers=2", "processes-shared:workers=2"})
    void shouldTellACallerWhoseBatchAnotherThreadReplaced(String spec) throws Exception {
        try (Strategy strategy = create(spec)) {
            strategy.start();
            strategy.load(batch(3));
            Batch replacing = batch(4);
            elsewhere(() -> {
                        Thread.currentThread().setName("the other caller");
                        strategy.load(replacing);
                        return null;
                    })
                    .get();
            assertThatThrownBy(strategy::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(spec)
                    .hasMessageContaining("thread=the other caller");
            assertThatThrownBy(strategy::collect).isInstanceOf(IllegalStateException.class);
            elsewhere(strategy::run).get();
            assertAll(replacing, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:workers=2",
                "processes-shared:workers=2",
                "processes-serialized:workers=2",
                "processes-hosted:workers=2"
            })
    void shouldGiveTwoCallersNoWrongResult(String spec) throws Exception {
        try (Strategy strategy = create(spec)) {
            strategy.start();
            Future<Integer> theirs = elsewhere(() -> right(strategy, 5));
            int right = right(strategy, 6) + theirs.get();
            assertThat(right).isPositive();
        }
    }

    private int right(Strategy strategy, double first) {
        int right = 0;
        Batch batch;
        synchronized (this) {
            batch = batch(first);
        }
        for (int round = 0; round < 40; round++) {
            double value = first + 2 * round;
            batch.products().forEach(product -> {
                for (int j = 0; j < 30; j++) {
                    product.a().set(j, 0, value);
                }
            });
            try {
                strategy.load(batch);
                strategy.run();
                strategy.collect();
            } catch (IllegalStateException refused) {
                continue;
            }
            assertAll(batch, value);
            right++;
        }
        return right;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threads:workers=2",
                "processes-shared:workers=2",
                "processes-serialized:workers=2",
                "processes-hosted:workers=2"
            })
    void shouldGoOnAfterACallerWasInterrupted(String spec) {
        try (Strategy strategy = create(spec)) {
            strategy.start();
            strategy.load(batch(7));
            runInterrupted(strategy);
            Batch next = batch(8);
            strategy.load(next);
            strategy.run();
            strategy.collect();
            assertAll(next, 8);
            runInterrupted(strategy);
            next.products().forEach(product -> product.a().set(0, 0, 9));
            strategy.run();
        }
    }

    /** A batch that is done before anybody looks at the interrupt is done; any other ends. */
    private static void runInterrupted(Strategy strategy) {
        Thread.currentThread().interrupt();
        try {
            strategy.run();
        } catch (StoppedException e) {
            assertThat(e).hasMessageContaining("interrupted");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() {
        Strategy strategy = create("threads:workers=2");
        Batch batch = batch(2);
        assertThatThrownBy(() -> strategy.load(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("strategy threads:workers=2 is not started");
        assertThatThrownBy(strategy::effective).isInstanceOf(IllegalStateException.class);
        strategy.start();
        assertThatThrownBy(strategy::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was started before");
        assertThatThrownBy(strategy::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no batch");
        strategy.load(batch);
        strategy.run();
        strategy.close();
        strategy.close();
        assertThatThrownBy(strategy::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("strategy threads:workers=2 is closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "processes-serialized:workers=2:codec=java",
                "processes-serialized:workers=2:codec=raw",
                "processes-hosted:workers=2:codec=java"
            })
    void shouldComputeProductsOfWhichAllIsEmpty(String spec) {
        try (Strategy strategy = create(spec)) {
            strategy.start();
            List<Dgemm> empty = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                empty.add(Dgemm.of(store.allocate(0, 2), store.allocate(2, 0), store.allocate(0, 0)));
            }
            Dgemm ofNothing = Dgemm.of(store.allocate(2, 0), store.allocate(0, 3), store.copyOf(new double[][] {
                {1, 2, 3}, {4, 5, 6}
            }));
            strategy.load(new Batch(empty));
            strategy.run();
            strategy.collect();
            empty.add(ofNothing);
            empty.addAll(batch(1).products());
            strategy.load(new Batch(empty));
            strategy.run();
            strategy.collect();
            assertThat(ofNothing.c().toRows()).isDeepEqualTo(new double[2][3]);
            assertAll(new Batch(empty.subList(7, empty.size())), 1);
            assertThat(strategy.notes()).isEmpty();
        }
    }

    @Test
    void shouldStartOneCrewAlone() {
        try (Strategy strategy = create("processes-shared:workers=1")) {
            strategy.start();
            List<ProcessHandle> crew = StartedProcesses.all();
            assertThatThrownBy(strategy::start).isInstanceOf(IllegalStateException.class);
            assertThat(StartedProcesses.all()).hasSameElementsAs(crew);
        }
    }
}

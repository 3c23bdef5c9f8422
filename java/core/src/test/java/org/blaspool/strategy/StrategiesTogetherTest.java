package org.blaspool.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.BlasTurn;
import org.blaspool.blas.RandomMatrices;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several strategies, and somebody's own products, on the one BLAS of a process. */
class StrategiesTogetherTest {
    private static final int RUNS = 200;
    private static final int SIZE = 24;
    private static final int PRODUCTS = 12;

    @TempDir
    Path scratch;

    private final BlasLibrary blas = BlasSpec.BUNDLED.open();

    @ParameterizedTest
    @CsvSource({
        "sequential, sequential",
        "sequential, blas-threads:blas-threads=2",
        "threads:workers=2, blas-threads:blas-threads=2",
        "threads:workers=2, threads:workers=2:blas-threads=2"
    })
    void shouldRunBesideEachOtherBesideProductsAndUnderLimits(String one, String other) throws Exception {
        int before = blas.threads();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads =
                Executors.newCachedThreadPool(task -> new Thread(null, task, "user", BlasLibrary.CALLER_STACK_BYTES));
        try {
            List<Future<Void>> background =
                    List.of(threads.submit(() -> multiplyUntil(enough)), threads.submit(() -> limitUntil(enough)));
            List<Future<Void>> batches =
                    List.of(threads.submit(() -> runBatches(one, 1)), threads.submit(() -> runBatches(other, 2)));
            for (Future<Void> each : batches) {
                each.get();
            }
            enough.set(true);
            for (Future<Void> each : background) {
                each.get();
            }
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
        assertThat(blas.threads()).isEqualTo(before);
    }

    private Void runBatches(String spec, double value) {
        try (MatrixStore store = MatrixStore.privateMemory();
                Strategy strategy = create(spec)) {
            Batch batch = batch(store, value);
            strategy.start();
            strategy.load(batch);
            for (int run = 0; run < RUNS; run++) {
                batch.products().forEach(product -> product.c().set(SIZE - 1, 0, Double.NaN));
                strategy.run();
                batch.products().forEach(product -> assertRight(product, value));
                assertThat(strategy.effective().blasThreads())
                        .allSatisfy(each -> assertThat(each).isBetween(1, 2));
            }
        }
        return null;
    }

    private Void multiplyUntil(AtomicBoolean enough) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            Dgemm product = batch(store, 3).get(0);
            while (!enough.get()) {
                blas.multiply(product);
                assertRight(product, 3);
            }
        }
        return null;
    }

    private Void limitUntil(AtomicBoolean enough) throws InterruptedException {
        while (!enough.get()) {
            ThreadLimit two = blas.limitThreads(2);
            ThreadLimit one = blas.limitThreads(1);
            two.close();
            assertThat(blas.threads()).isEqualTo(1);
            one.close();
            Thread.sleep(1);
        }
        return null;
    }

    @Test
    void shouldReportTheSmallerCountOfALimitThatIsOpen() throws Exception {
        try (MatrixStore store = MatrixStore.privateMemory();
                Strategy strategy = create("blas-threads:blas-threads=2")) {
            strategy.start();
            strategy.load(batch(store, 1));
            try (ThreadLimit limit = blas.limitThreads(1)) {
                strategy.run();
                assertThat(strategy.effective().blasThreads()).containsExactly(limit.effective());
            }
            strategy.run();
            assertThat(strategy.effective().blasThreads()).containsExactly(2);
        }
    }

    @Test
    void shouldSayForWhomItWaits() throws Exception {
        ExecutorService user = Executors.newSingleThreadExecutor();
        BlasTurn turn = blas.turn("another batch", 1, SplitRules.NONE);
        try (MatrixStore store = MatrixStore.privateMemory();
                Strategy strategy = create("blas-threads:blas-threads=2")) {
            turn.begin();
            Future<List<String>> notes = user.submit(() -> {
                strategy.start();
                strategy.load(batch(store, 1));
                strategy.run();
                return strategy.notes();
            });
            while (strategy.waitsFor().isEmpty()) {
                assertThat(notes).isNotDone();
                Thread.onSpinWait();
            }
            assertThat(strategy.waitsFor()).containsExactly("another batch");
            turn.close();
            assertThat(notes.get())
                    .anySatisfy(note -> assertThat(note).startsWith("waited ").contains("another batch"));
            assertThat(strategy.waitsFor()).isEmpty();
        } finally {
            turn.close();
            user.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"threads", "processes-shared:workers=1", "processes-serialized:workers=1", "processes-hosted:workers=1"
    })
    void shouldRunNothingWhereItWasStoppedBeforeItsStart(String spec) {
        try (Strategy strategy = create(spec);
                MatrixStore store = MatrixStore.sharedMemory()) {
            strategy.stop();
            assertThatThrownBy(() -> {
                        strategy.start();
                        strategy.load(new Batch(List.of(new RandomMatrices(store, 1).product(2, 2, 2))));
                        strategy.run();
                    })
                    .isInstanceOf(StoppedException.class);
        }
    }

    private Strategy create(String spec) {
        CpuTopology topology = CpuTopology.read();
        StrategyContext context = new StrategyContext(
                blas,
                Surroundings.of("bundled", scratch),
                topology,
                CpuAllotment.read(topology),
                false,
                () -> SplitRules.NONE);
        return Strategies.create(StrategySpec.parse(spec), context);
    }

    /** Ones times a value: each element of a result is SIZE times that value. */
    private static Batch batch(MatrixStore store, double value) {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            StoredMatrix a = store.allocate(SIZE, SIZE);
            StoredMatrix b = store.allocate(SIZE, SIZE);
            for (int row = 0; row < SIZE; row++) {
                for (int column = 0; column < SIZE; column++) {
                    a.set(row, column, 1);
                    b.set(row, column, value);
                }
            }
            products.add(Dgemm.of(a, b, store.allocate(SIZE, SIZE)));
        }
        return Batch.of(products.toArray(Dgemm[]::new));
    }

    private static void assertRight(Dgemm product, double value) {
        assertThat(product.c().get(SIZE - 1, 0)).isEqualTo(SIZE * value);
        assertThat(product.c().get(0, SIZE - 1)).isEqualTo(SIZE * value);
    }
}

package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.NaiveDgemm;
import org.blaspool.blas.RandomMatrices;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.task.TaskTable.SlotActivity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a BLAS of every kind. */
@ParameterizedClass
@ValueSource(strings = {"bundled", "jblas", "netlib"})
class EveryBlasTest {
    private static final int CALLERS = 4;
    private static final int REPETITIONS = 20;
    private static final double TOLERANCE_PER_TERM = 1e-15;

    private final String kind;
    private BlasLibrary blas;
    private MatrixStore store;
    private RandomMatrices matrices;

    EveryBlasTest(String kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        blas = BlasSpec.parse(kind).open();
        store = MatrixStore.privateMemory();
        matrices = new RandomMatrices(store, 42);
    }

    @AfterEach
    void close() {
        blas.close();
        store.close();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldComputeEveryCombinationOfArguments(Layout layoutOfC) {
        for (int bits = 0; bits < 32; bits++) {
            for (double alpha : new double[] {0, 1, -2.5}) {
                for (double beta : new double[] {0, 1, 0.5}) {
                    Dgemm product = product(bits, alpha, beta, layoutOfC);
                    if (beta == 0) {
                        fillWithNaN(product.c());
                    }
                    double[][] expected = NaiveDgemm.expected(product);
                    blas.multiply(product);
                    assertResult(product, expected);
                }
            }
        }
    }

    private Dgemm product(int bits, double alpha, double beta, Layout layoutOfC) {
        boolean transposeA = (bits & 1) != 0;
        boolean transposeB = (bits & 2) != 0;
        Layout layoutOfA = (bits & 4) != 0 ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR;
        Layout layoutOfB = (bits & 8) != 0 ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR;
        int gap = (bits & 16) != 0 ? 3 : 0;
        int m = matrices.nextSize(20);
        int k = matrices.nextSize(20);
        int n = matrices.nextSize(20);
        return new Dgemm(
                alpha,
                matrices.next(transposeA ? k : m, transposeA ? m : k, layoutOfA, gap),
                transposeA,
                matrices.next(transposeB ? n : k, transposeB ? k : n, layoutOfB, gap),
                transposeB,
                beta,
                matrices.next(m, n, layoutOfC, gap));
    }

    private static void fillWithNaN(StoredMatrix matrix) {
        for (long i = 0; i < matrix.rows(); i++) {
            for (long j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, Double.NaN);
            }
        }
    }

    private static void assertResult(Dgemm product, double[][] expected) {
        double[][] actual = product.c().toRows();
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                double difference = Math.abs(actual[i][j] - expected[i][j]);
                error = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(error, difference);
            }
        }
        double tolerance = TOLERANCE_PER_TERM * (product.k() + 1) * Math.max(1, Math.abs(product.alpha()));
        assertThat(error).as("error of %s", product).isLessThanOrEqualTo(tolerance);
        assertThat(RandomMatrices.gapsAreUntouched(product.c())).isTrue();
    }

    @Test
    void shouldScaleCWhereTheInnerDimensionIsZero() {
        Dgemm product = new Dgemm(
                1,
                matrices.next(3, 0, Layout.COLUMN_MAJOR, 0),
                false,
                matrices.next(0, 2, Layout.COLUMN_MAJOR, 0),
                false,
                0.5,
                matrices.next(3, 2, Layout.COLUMN_MAJOR, 0));
        double[][] expected = NaiveDgemm.expected(product);
        blas.multiply(product);
        assertResult(product, expected);
    }

    @Test
    void shouldDoNothingWhereCIsEmpty() {
        Dgemm product = Dgemm.of(
                matrices.next(0, 3, Layout.COLUMN_MAJOR, 1),
                matrices.next(3, 2, Layout.COLUMN_MAJOR, 0),
                matrices.next(0, 2, Layout.COLUMN_MAJOR, 1));
        blas.multiply(product);
        assertThat(RandomMatrices.gapsAreUntouched(product.c())).isTrue();
    }

    @Test
    void shouldBeRightWhenSeveralThreadsCall() throws Exception {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Dgemm product = matrices.product(220, 240, 200 + caller);
            double[][] expected = NaiveDgemm.expected(product);
            List<Dgemm> repeated = Stream.generate(() -> product.with(product.a(), product.b(), emptyLike(product.c())))
                    .limit(REPETITIONS)
                    .toList();
            callers.add(() -> {
                start.await();
                repeated.forEach(blas::multiply);
                repeated.forEach(each -> assertResult(each, expected));
                return null;
            });
        }
        runTogether(callers);
    }

    private StoredMatrix emptyLike(StoredMatrix matrix) {
        return store.allocate(matrix.shape(), matrix.layout());
    }

    @Test
    void shouldShareATableOutAmongItsSlots() throws Exception {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            products.add(matrices.product(40, 30 + i, 35));
        }
        Batch batch = new Batch(products);
        RegionMap map = new RegionMap(batch.regions());
        try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(50, 3), CALLERS, map, false)) {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int slot = 0; slot < CALLERS; slot++) {
                int own = slot;
                workers.add(() -> {
                    blas.work(table, own, map);
                    return null;
                });
            }
            runTogether(workers);

            assertThat(table.chunksDone()).isEqualTo(17);
            long tasks = 0;
            for (int slot = 0; slot < CALLERS; slot++) {
                SlotActivity activity = table.activity(slot);
                assertThat(activity.currentTask()).isEqualTo(-1);
                assertThat(activity.exitNanos()).isGreaterThanOrEqualTo(activity.enterNanos());
                tasks += activity.tasks();
            }
            assertThat(tasks).isEqualTo(50);
        }
        products.forEach(product -> assertResult(product, NaiveDgemm.expected(product)));
    }

    @Test
    void shouldFailTheChunkOfARefusedProductAndLeaveTheOthersFree() {
        Batch batch = Batch.of(matrices.product(2, 2, 2), matrices.product(2, 2, 2));
        RegionMap map = new RegionMap(batch.regions());
        RegionMap withoutTheBatch = new RegionMap(List.of());
        try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(2, 1), 1, map, false)) {
            assertThatThrownBy(() -> blas.work(table, 0, withoutTheBatch))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("product 0: ")
                    .hasMessageContaining("region");
            assertThat(table.chunksDone()).isZero();
            assertThat(table.activity(0).exitNanos()).isPositive();
            assertThat(table.claim(0)).isEqualTo(1);
        }
    }

    @Test
    void shouldStartNothingOnAStoppedTable() {
        Batch batch = Batch.of(matrices.product(2, 2, 2));
        RegionMap map = new RegionMap(batch.regions());
        try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(1, 1), 1, map, false)) {
            table.stop();
            blas.work(table, 0, map);
            assertThat(table.chunksDone()).isZero();
        }
    }

    @Test
    void shouldRefuseASlotThatTheTableDoesNotHave() {
        Batch batch = Batch.of(matrices.product(2, 2, 2));
        RegionMap map = new RegionMap(batch.regions());
        try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(1, 1), 1, map, false)) {
            assertThatThrownBy(() -> blas.work(table, 1, map))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("slot=1");
        }
    }

    @Test
    void shouldGiveOneThreadAndRefuseNone() {
        int before = blas.threads();
        try (ThreadLimit limit = blas.limitThreads(1)) {
            assertThat(limit.requested()).isEqualTo(1);
            assertThat(limit.effective()).isEqualTo(1);
            assertThat(blas.threads()).isEqualTo(1);
        }
        assertThat(blas.threads()).isEqualTo(before);
        assertThatThrownBy(() -> blas.limitThreads(0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("blas-threads=0");
    }

    @Test
    void shouldRefuseToWorkOnceItIsClosed() {
        Dgemm product = matrices.product(2, 2, 2);
        blas.close();
        assertThatThrownBy(() -> blas.multiply(product)).isInstanceOf(IllegalStateException.class);
    }

    private static void runTogether(List<Callable<Void>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(
                tasks.size(), task -> new Thread(null, task, "caller", BlasLibrary.CALLER_STACK_BYTES));
        try {
            for (Future<Void> ended : threads.invokeAll(tasks)) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}

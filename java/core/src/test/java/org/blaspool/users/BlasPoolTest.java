package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.Blas;
import org.blaspool.BlasPool;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.MatrixScope;
import org.blaspool.Outcome;
import org.blaspool.Product;
import org.blaspool.ThreadLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door, as programs use it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BlasPoolTest {
    private static final String THREADS = "threads:workers=2";
    private static final String SHARED = "processes-shared:workers=2";
    private static final String SERIALIZED = "processes-serialized:workers=2";
    private static final String HOSTED = "processes-hosted:workers=2";

    private static List<double[][]> one(double[][] matrix) {
        return Collections.singletonList(matrix);
    }

    private static double[][] random(Random random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextInt(19) - 9;
            }
        }
        return values;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c[0].length; j++) {
                for (int l = 0; l < b.length; l++) {
                    c[i][j] += a[i][l] * b[l][j];
                }
            }
        }
        return c;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "sequential", "blas-threads", THREADS, SHARED, SERIALIZED, HOSTED})
    void shouldMultiplyPairsOfMixedShapesInOrder(String strategy) {
        Random random = new Random(7);
        List<double[][]> a = new ArrayList<>();
        List<double[][]> b = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int m = 1 + random.nextInt(30);
            int k = 1 + random.nextInt(30);
            a.add(random(random, m, k));
            b.add(random(random, k, 1 + random.nextInt(30)));
        }
        try (BlasPool pool = BlasPool.open(strategy)) {
            List<double[][]> c = pool.multiply(a, b);
            for (int i = 0; i < a.size(); i++) {
                assertThat(c.get(i)).isDeepEqualTo(product(a.get(i), b.get(i)));
            }
            if (!strategy.equals("auto")) {
                assertThat(pool.strategy()).startsWith(strategy);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, SERIALIZED})
    void shouldScaleTransposeAndWriteIntoACallersResult(String strategy) {
        try (BlasPool pool = BlasPool.open(strategy)) {
            Matrix a = pool.matrix(new double[] {1, 2, 3, 4, 5, 6}, 3, 2, Layout.COLUMN_MAJOR);
            Matrix b = pool.matrix(new double[][] {{1, 0}, {0, 1}, {1, 1}});
            Matrix c = pool.matrix(new double[][] {{100, 0}, {0, 100}});
            double[][] heap = {{1, 1}, {1, 1}};
            List<Matrix> results = pool.multiply(List.of(
                    Product.of(a.transpose(), b, c).scaled(2, 0.5),
                    Product.of(new double[][] {{1, 2}}, new double[][] {{3}, {4}}),
                    Product.of(new double[][] {{1, 2}, {3, 4}}, new double[][] {{1, 0}, {0, 1}}, heap)
                            .scaled(1, 10)));
            assertThat(results.get(0)).isSameAs(c);
            assertThat(c.toRows()).isDeepEqualTo(new double[][] {{58, 10}, {20, 72}});
            assertThat(results.get(1).toRows()).isDeepEqualTo(new double[][] {{11}});
            assertThat(heap).isDeepEqualTo(new double[][] {{11, 12}, {13, 14}});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, SERIALIZED})
    void shouldTakeMatricesOfAnotherPoolAndCopyItsResultBack(String strategy) {
        try (BlasPool other = BlasPool.open(THREADS);
                BlasPool pool = BlasPool.open(strategy)) {
            Matrix a = other.matrix(new double[][] {{2}});
            Matrix c = other.zeros(1, 1);
            assertThat(pool.multiply(List.of(Product.of(a, a, c)))).containsExactly(c);
            assertThat(c.get(0, 0)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, SERIALIZED})
    void shouldServeManyCallersAtOnceWithTheRightNumbers(String strategy) throws Exception {
        try (BlasPool pool = BlasPool.open(strategy)) {
            AtomicInteger wrong = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int caller = t;
                callers.add(new Thread(() -> {
                    for (int round = 0; round < 30; round++) {
                        List<double[][]> a = new ArrayList<>();
                        for (int i = 0; i < 5; i++) {
                            a.add(new double[][] {{caller, round}, {i, 1}});
                        }
                        List<double[][]> c = pool.multiply(a, a);
                        for (int i = 0; i < 5; i++) {
                            if (c.get(i)[0][0] != caller * caller + round * i || c.get(i)[1][1] != i * round + 1) {
                                wrong.incrementAndGet();
                            }
                        }
                    }
                }));
            }
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(wrong).hasValue(0);
        }
    }

    @Test
    void shouldRunTwoPoolsInOneJvmSideBySide() throws Exception {
        try (BlasPool threads = BlasPool.open(THREADS);
                BlasPool blasThreads = BlasPool.open("blas-threads:blas-threads=2")) {
            List<Throwable> thrown = new ArrayList<>();
            List<Thread> callers = Stream.of(threads, blasThreads)
                    .map(pool -> new Thread(() -> {
                        try {
                            for (int i = 0; i < 200; i++) {
                                double[][] c = pool.multiply(one(new double[][] {{i}}), one(new double[][] {{3}}))
                                        .get(0);
                                assertThat(c[0][0]).isEqualTo(3 * i);
                            }
                        } catch (Throwable e) {
                            synchronized (thrown) {
                                thrown.add(e);
                            }
                        }
                    }))
                    .toList();
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(thrown).isEmpty();
        }
    }

    @Test
    void shouldStreamLazilyWithBoundedWorkUnderWay() {
        AtomicInteger pulled = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        try (BlasPool pool = BlasPool.open(THREADS)) {
            Stream<Product> endless = Stream.iterate(0, i -> i + 1)
                    .peek(i -> pulled.incrementAndGet())
                    .map(i -> Product.of(new double[][] {{i}}, new double[][] {{2}}))
                    .onClose(() -> closed.set(true));
            try (Stream<Outcome> outcomes = pool.stream(endless)) {
                assertThat(pulled).hasValue(0);
                List<Outcome> first = outcomes.limit(100).toList();
                assertThat(first)
                        .allSatisfy(outcome ->
                                assertThat(outcome.result().get(0, 0)).isEqualTo(2.0 * outcome.index()));
                assertThat(first.stream().map(Outcome::index)).doesNotHaveDuplicates();
            }
            assertThat(closed).isTrue();
            assertThat(pulled.get()).isLessThan(10_000);
        }
    }

    @Test
    void shouldKeepTheMemoryOfAStreamWithinItsLimit() {
        try (BlasPool pool =
                BlasPool.builder().strategy(THREADS).memoryLimit(64L << 20).open()) {
            // 400 products of 1.5 MB each: ten times what is allowed at once.
            try (Stream<Outcome> outcomes = pool.stream(
                    IntStream.range(0, 400).mapToObj(i -> Product.of(pool.zeros(256, 256), pool.zeros(256, 256))))) {
                assertThat(outcomes.peek(Outcome::close).count()).isEqualTo(400);
            }
        }
    }

    @Test
    void shouldPassOnWhatTheInputOfAStreamThrows() {
        try (BlasPool pool = BlasPool.open(THREADS)) {
            Stream<Product> failing = IntStream.range(0, 10).mapToObj(i -> {
                if (i == 5) {
                    throw new ArithmeticException("input");
                }
                return Product.of(new double[][] {{i}}, new double[][] {{2}});
            });
            assertThatThrownBy(() -> pool.stream(failing).toList()).isInstanceOf(ArithmeticException.class);
            assertThat(pool.multiply(one(new double[][] {{2}}), one(new double[][] {{2}})))
                    .hasSize(1);
        }
    }

    @Test
    void shouldCompleteFuturesWhereTheCallerWantsThemCompleted() throws Exception {
        try (BlasPool pool = BlasPool.open(SHARED)) {
            String worker = pool.submit(Product.of(new double[][] {{2}}, new double[][] {{3}}))
                    .thenApply(result -> {
                        assertThat(result.get(0, 0)).isEqualTo(6);
                        return Thread.currentThread().getName();
                    })
                    .get();
            assertThat(worker).doesNotContain("dispatcher");
            List<Runnable> own = new ArrayList<>();
            CountDownLatch handed = new CountDownLatch(1);
            CompletableFuture<Matrix> future =
                    pool.submit(Product.of(new double[][] {{2}}, new double[][] {{5}}), task -> {
                        own.add(task);
                        handed.countDown();
                    });
            handed.await();
            assertThat(future).isNotDone();
            own.get(0).run();
            assertThat(future.get().get(0, 0)).isEqualTo(10);
        }
    }

    /** Holds the pool's only worker up until it is let go. */
    private static Thread holdUp(BlasPool pool, CountDownLatch begun, CountDownLatch release) {
        Thread holder = new Thread(() -> {
            try {
                pool.map(
                        (operands, result, context) -> {
                            begun.countDown();
                            release.await();
                        },
                        List.of(pool.zeros(1, 1)));
            } catch (RuntimeException e) {
                // The pool was closed meanwhile.
            }
        });
        holder.start();
        return holder;
    }

    @Test
    void shouldDropAProductWhoseFutureIsCancelledBeforeItBegins() throws Exception {
        try (BlasPool pool = BlasPool.open("sequential")) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Thread holder = holdUp(pool, begun, release);
            begun.await();
            Matrix c = pool.zeros(1, 1);
            CompletableFuture<Matrix> dropped =
                    pool.submit(Product.of(pool.matrix(new double[][] {{1}}), pool.matrix(new double[][] {{1}}), c));
            assertThat(dropped.cancel(false)).isTrue();
            release.countDown();
            holder.join();
            assertThat(pool.multiply(one(new double[][] {{1}}), one(new double[][] {{1}})))
                    .hasSize(1);
            assertThat(c.get(0, 0)).isZero();
        }
    }

    @Test
    void shouldEndTheCallOfAnInterruptedCallerAndNotThePool() throws Exception {
        try (BlasPool pool = BlasPool.open("sequential")) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Thread holder = holdUp(pool, begun, release);
            begun.await();
            List<Throwable> thrown = new ArrayList<>();
            Thread caller = new Thread(() -> thrown.add(catchThrowable(() ->
                    pool.multiply(one(new double[][] {{1}}), one(new double[][] {{1}})))));
            caller.start();
            while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join();
            assertThat(thrown).singleElement().isInstanceOf(BlaspoolException.class);
            release.countDown();
            holder.join();
            assertThat(pool.multiply(new double[][] {{4}}, new double[][] {{2}})[0][0])
                    .isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:workers=2", "processes-shared:workers=2", "processes-serialized:workers=2"})
    void shouldEndRunningCallsAndOpenFuturesWhenItIsClosed(String strategy) throws Exception {
        BlasPool pool = BlasPool.open(strategy);
        double[][] large = new double[1000][1000];
        List<double[][]> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(large);
        }
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> thrown.add(catchThrowable(() -> {
            while (true) {
                pool.multiply(many, many);
            }
        })));
        caller.start();
        CompletableFuture<Matrix> future = pool.submit(Product.of(new double[][] {{1}}, new double[][] {{1}}));
        future.get();
        List<CompletableFuture<Matrix>> open = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            open.add(pool.submit(Product.of(large, large)));
        }
        Thread second = new Thread(pool::close);
        second.start();
        pool.close();
        second.join();
        caller.join();
        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
        for (CompletableFuture<Matrix> each : open) {
            Throwable failure = catchThrowable(each::get);
            if (failure != null) {
                assertThat(failure)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThatThrownBy(() -> pool.zeros(1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pool is closed");
        assertThatThrownBy(() -> pool.submit(Product.of(large, large))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.multiply(many, many)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(pool::scope).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGiveMatricesBackWithTheirScopeOrByThemselves() {
        try (BlasPool pool = BlasPool.open(THREADS)) {
            Matrix kept = pool.matrix(new double[][] {{1, 2}});
            Matrix scoped;
            try (MatrixScope scope = pool.scope()) {
                scoped = scope.matrix(new double[][] {{3}});
                assertThat(scoped.get(0, 0)).isEqualTo(3);
            }
            assertThatThrownBy(() -> scoped.get(0, 0)).isInstanceOf(IllegalStateException.class);
            Matrix transposed = kept.transpose();
            assertThat(transposed.get(1, 0)).isEqualTo(2);
            kept.close();
            kept.close();
            assertThatThrownBy(transposed::toRows).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> pool.multiply(List.of(Product.of(kept, kept.transpose()))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldWaitForMemoryThatNobodyRefersToAnyMore() {
        try (BlasPool pool =
                BlasPool.builder().strategy(THREADS).memoryLimit(32L << 20).open()) {
            for (int i = 0; i < 40; i++) {
                pool.zeros(1000, 1000);
            }
            List<Matrix> held = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            held.add(pool.zeros(1000, 1000));
                        }
                    })
                    .isInstanceOf(BlaspoolException.class)
                    .hasMessageContaining("memoryLimit");
        }
    }

    @Test
    void shouldRefuseCallersMistakesBeforeAnythingIsComputed() {
        try (BlasPool pool = BlasPool.open(THREADS)) {
            Matrix a = pool.matrix(new double[][] {{1, 2}, {3, 4}});
            Matrix c = pool.zeros(2, 2);
            assertThatThrownBy(() -> Product.of(a, pool.zeros(3, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("operand shapes do not agree: a=2x2 b=3x1");
            assertThatThrownBy(() -> Product.of(a, a, pool.zeros(3, 1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Product.of(a, a).scaled(1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.multiply(List.of(Product.of(a, a, a))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("overlap");
            assertThatThrownBy(() -> pool.multiply(List.of(Product.of(a, a, c), Product.of(a, a, c.transpose()))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("overlap");
            assertThat(c.toArray(Layout.ROW_MAJOR)).containsOnly(0);
            assertThatThrownBy(() -> pool.multiply(one(new double[][] {{1}}), List.<double[][]>of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.matrix(new double[][] {{1}, {1, 2}}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> a.get(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> a.set(0, -1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pool.zeros(-1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.multiply((List<Product>) null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> pool.starmap(null, List.of(List.of(a)))).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> pool.starmap((in, result, context) -> {}, List.of(List.of(a)), 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> BlasPool.open("threads:workers=0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlasPool.open("thread")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlasPool.builder().workers(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BlasPool.builder().blas("/nowhere/libblas.so").open())
                .isInstanceOf(BlaspoolException.class)
                .hasMessageContaining("/nowhere/libblas.so");
    }

    @Test
    void shouldComputeProductsWithoutElements() {
        try (BlasPool pool = BlasPool.open(THREADS)) {
            assertThat(pool.multiply(List.<Product>of())).isEmpty();
            assertThat(pool.multiply(List.of(Product.of(pool.zeros(2, 0), pool.zeros(0, 3))))
                            .get(0)
                            .toRows())
                    .isDeepEqualTo(new double[2][3]);
            assertThat(pool.multiply(List.of(Product.of(pool.zeros(0, 2), pool.zeros(2, 0))))
                            .get(0)
                            .shape()
                            .elements())
                    .isZero();
        }
    }

    @Test
    void shouldRunUnderACallersLimitAndSayWhatThatLeftIt() {
        try (BlasPool pool = BlasPool.open("blas-threads:blas-threads=2");
                Blas blas = Blas.open("bundled")) {
            double[][] large = new double[300][300];
            pool.multiply(large, large);
            assertThat(pool.strategy()).isEqualTo("blas-threads:blas-threads=2 (asked for)");

            try (ThreadLimit limit = blas.limitThreads(1)) {
                pool.multiply(large, large);
                assertThat(pool.strategy())
                        .isEqualTo(
                                "blas-threads:blas-threads=2 (asked for), effective blas-threads=" + limit.effective());
            }

            pool.multiply(large, large);
            assertThat(pool.strategy()).isEqualTo("blas-threads:blas-threads=2 (asked for)");
        }
    }

    @Test
    void shouldSayHowItChoosesAndWhatItsOwnBatchesTook() {
        try (BlasPool pool = BlasPool.builder().strategy("auto").workers(2).open()) {
            List<Product> one = List.of(Product.of(pool.zeros(1000, 1000), pool.zeros(1000, 1000)));
            assertThat(pool.plan(one)).hasSize(2);
            pool.multiply(one);
            String taken = pool.strategy();
            // By the shapes, unless earlier runs on this machine took such batches.
            assertThat(taken).containsAnyOf("by the shapes", "by what such batches took", "no rule is sure");
            // Kept once the results are delivered.
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (pool.plan(one).stream().noneMatch(plan -> plan.seconds().isPresent())
                    && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(pool.plan(one)).anySatisfy(plan -> {
                assertThat(plan.seconds().getAsDouble()).isPositive();
                assertThat(plan.bytes()).isEqualTo(3 * 8 * 1000 * 1000);
            });
            pool.multiply(one(new double[][] {{1}}), one(new double[][] {{1}}));
            assertThat(pool.strategy()).startsWith("threads:workers=2");
        }
    }
}

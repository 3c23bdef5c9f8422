package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.blaspool.BlasPool;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Product;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.blaspool.jni.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers do wrong ends as an exception, leaves their data alone, and keeps the pool from nobody else. */
@Timeout(120)
class CallersMistakesTest {
    private static final String SEQUENTIAL = "sequential";
    private static final String THREADS = "threads:workers=2";
    private static final String SHARED = "processes-shared:workers=2";
    private static final String RAW = "processes-serialized:workers=2";
    private static final String HOSTED = "processes-hosted:workers=2";

    @TempDir
    Path directory;

    private static double[][] identity() {
        return new double[][] {{1, 0}, {0, 1}};
    }

    private static void requireUsable(BlasPool pool) {
        assertThat(pool.multiply(new double[][] {{4}}, new double[][] {{2}})[0][0])
                .isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEQUENTIAL, THREADS, SHARED, RAW, HOSTED})
    void shouldKeepOperationsFromWritingToTheirOperandsOrClosingThem(String strategy) {
        try (BlasPool pool = BlasPool.open(strategy)) {
            Matrix operand = pool.matrix(identity());
            List<Operation> writers = List.of(
                    (in, result, context) -> in.get(0).set(0, 0, 9),
                    (in, result, context) -> in.get(0).copyFrom(result),
                    (in, result, context) -> in.get(0).transpose().set(0, 1, 9),
                    (in, result, context) -> context.blas().multiply(result, context.zeros(2, 2), in.get(0)));
            for (Operation writer : writers) {
                assertThatThrownBy(() -> pool.map(writer, List.of(operand)))
                        .isInstanceOf(ProductFailedException.class)
                        .hasCauseInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("operand is read-only");
            }
            pool.map((in, result, context) -> in.get(0).close(), List.of(operand));

            assertThat(operand.toRows()).isDeepEqualTo(identity());
        }
    }

    /** Of this JVM, where it could be kept. */
    @Test
    void shouldEndAnOperandWithItsCall() {
        List<Matrix> kept = new ArrayList<>();
        try (BlasPool pool = BlasPool.open(SEQUENTIAL)) {
            Matrix operand = pool.matrix(identity());
            pool.map((in, result, context) -> KEPT.add(in.get(0)), List.of(operand));
            kept.addAll(KEPT);

            assertThatThrownBy(() -> kept.get(0).get(0, 0)).isInstanceOf(IllegalStateException.class);
            assertThat(operand.get(0, 0)).isEqualTo(1);
        } finally {
            KEPT.clear();
        }
    }

    private static final List<Matrix> KEPT = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW})
    void shouldRefuseAnArrayThatIsTwoResultsOrAnOperandToo(String strategy) {
        try (BlasPool pool = BlasPool.open(strategy)) {
            double[][] c = identity();
            double[] row = {5, 6};

            assertThatThrownBy(() -> Product.of(c, identity(), c)).hasMessageContaining("overlaps an operand");
            assertThatThrownBy(() -> Product.of(identity(), identity(), new double[][] {row, row}))
                    .hasMessageContaining("two rows of the result are one array");
            List<Product> twice = List.of(Product.of(identity(), identity(), c), Product.of(identity(), identity(), c));
            assertThatThrownBy(() -> pool.multiply(twice))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("overlaps result of product");
            List<Product> chain =
                    List.of(Product.of(identity(), identity(), c), Product.of(c, identity(), new double[2][2]));
            assertThatThrownBy(() -> pool.multiply(chain)).hasMessageContaining("overlaps operand of product 1");
            assertThat(c).isDeepEqualTo(identity());
        }
    }

    /** An array that several products read is copied once. */
    @Test
    void shouldMultiplyOneArrayByMany() {
        double[][] a = {{1, 2}, {3, 4}};
        try (BlasPool pool = BlasPool.open(THREADS)) {
            List<Product> products = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                products.add(Product.of(a, new double[][] {{i, 0}, {0, i}}));
            }
            products.add(Product.of(a, a));

            List<Matrix> results = pool.multiply(products);

            for (int i = 0; i < 20; i++) {
                assertThat(results.get(i).toRows()).isDeepEqualTo(new double[][] {{i, 2 * i}, {3 * i, 4 * i}});
            }
            assertThat(results.get(20).toRows()).isDeepEqualTo(new double[][] {{7, 10}, {15, 22}});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threads:codec=java",
                "sequential:workers=2",
                "sequential:blas-threads=2",
                "blas-threads:chunk-size=3",
                "threads:pin=nowhere"
            })
    void shouldRefuseASpecThatSaysWhatItsStrategyHasNoUseFor(String spec) {
        assertThatThrownBy(() -> BlasPool.open(spec)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:workers=1000000000", "processes-shared:workers=1000000000"})
    void shouldRefuseMoreWorkersThanThereCanBeThreadsBeforeAnyIsStarted(String spec) {
        assertThatThrownBy(() -> BlasPool.open(spec))
                .isInstanceOf(BlaspoolException.class)
                .hasMessageContaining("workers=1000000000")
                .hasMessageContaining("kernel.pid_max=");
    }

    @Test
    void shouldNameAClassThatTheClassPathLacks() {
        assertThatThrownBy(() -> NativeLibrary.loadedFor(() -> {
                    throw new ExceptionInInitializerError(
                            new NoClassDefFoundError("a/B").initCause(new ClassNotFoundException("a.B")));
                }))
                .isInstanceOf(BlaspoolException.class)
                .hasMessageStartingWith("class is missing: a.B; expected on the class path");
    }

    @Test
    void shouldNameWhatIsMissing() {
        try (BlasPool pool = BlasPool.open(SEQUENTIAL)) {
            List<Product> products = Arrays.asList(Product.of(identity(), identity()), null);
            List<List<Matrix>> calls = Arrays.asList(List.of(pool.zeros(1, 1)), null);

            assertThatThrownBy(() -> pool.multiply(products))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("products[1] is null");
            assertThatThrownBy(() -> pool.starmap((in, result, context) -> {}, calls))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("calls[1] is null");
        }
    }

    /** Says that it has begun, and waits for longer than anybody. */
    private record Endless(String begun) implements Operation {
        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) throws Exception {
            Files.write(Path.of(begun), new byte[0]);
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private Thread callThatNeverEnds(BlasPool pool, List<Throwable> thrown) throws Exception {
        Path begun = directory.resolve("begun");
        List<Matrix> operands = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            operands.add(pool.matrix(identity()));
        }
        Thread caller =
                new Thread(() -> thrown.add(catchThrowable(() -> pool.map(new Endless(begun.toString()), operands))));
        caller.start();
        while (!Files.exists(begun)) {
            Thread.sleep(10);
        }
        return caller;
    }

    @ParameterizedTest
    @ValueSource(strings = {SEQUENTIAL, THREADS, SHARED, RAW, HOSTED})
    void shouldNotKeepThePoolBusyForACallerThatWasInterrupted(String strategy) throws Exception {
        try (BlasPool pool = BlasPool.open(strategy)) {
            List<Throwable> thrown = new ArrayList<>();
            Thread caller = callThatNeverEnds(pool, thrown);

            caller.interrupt();
            caller.join();

            assertThat(thrown).singleElement().isInstanceOf(BlaspoolException.class);
            requireUsable(pool);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SEQUENTIAL, THREADS, SHARED, RAW, HOSTED})
    void shouldEndACallThatWaitsForEverWhenItIsClosed(String strategy) throws Exception {
        BlasPool pool = BlasPool.open(strategy);
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = callThatNeverEnds(pool, thrown);

        pool.close();
        caller.join();

        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEQUENTIAL, SHARED, RAW, HOSTED})
    void shouldRefuseAMatrixOfAPoolThatWasClosedAndStayUsable(String strategy) {
        try (BlasPool pool = BlasPool.open(strategy)) {
            Matrix gone;
            try (BlasPool other = BlasPool.open(SEQUENTIAL)) {
                gone = other.matrix(identity());
            }
            Matrix own = pool.matrix(identity());

            assertThatThrownBy(() -> pool.multiply(List.of(Product.of(gone, own))))
                    .isInstanceOf(IllegalStateException.class);
            requireUsable(pool);
        }
    }

    /** The limit has room for one such matrix: what is closed while a batch holds it must come back behind it. */
    @ParameterizedTest
    @ValueSource(strings = {SEQUENTIAL, SHARED})
    void shouldGiveBackWhatIsClosedWhileABatchWorksOnIt(String strategy) throws Exception {
        try (BlasPool pool =
                BlasPool.builder().strategy(strategy).memoryLimit(12L << 20).open()) {
            Path begun = directory.resolve("begun");
            Path closed = directory.resolve("closed");
            Matrix operand = pool.zeros(1000, 1000);
            Thread caller = new Thread(
                    () -> pool.starmap(new Waiting(begun.toString(), closed.toString()), List.of(List.of(operand))));
            caller.start();
            while (!Files.exists(begun)) {
                Thread.sleep(10);
            }

            operand.close();
            Files.write(closed, new byte[0]);
            caller.join();

            assertThat(pool.zeros(1000, 1000).get(999, 999)).isZero();
        }
    }

    /** Right or refused, and never something else, for whoever computes while another thread closes an operand. */
    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, HOSTED})
    void shouldComputeOrRefuseWhatAnotherThreadCloses(String strategy) throws Exception {
        Random random = new Random(3);
        try (BlasPool pool = BlasPool.open(strategy)) {
            for (int i = 0; i < 60; i++) {
                int n = random.nextBoolean() ? 3 : 200;
                double[] twos = new double[n * n];
                Arrays.fill(twos, 2);
                List<Matrix> operands = new ArrayList<>();
                List<Product> products = new ArrayList<>();
                for (int product = 0; product < 6; product++) {
                    operands.add(pool.matrix(twos, n, n, Layout.COLUMN_MAJOR));
                    products.add(Product.of(operands.get(product), operands.get(product)));
                }
                Matrix victim = operands.get(random.nextInt(6));
                int delayNanos = random.nextInt(400_000);
                Thread closer = new Thread(() -> {
                    LockSupport.parkNanos(delayNanos);
                    victim.close();
                    // Takes the place of what was closed.
                    pool.zeros(n, n).set(0, 0, 1e9);
                });
                closer.start();
                try {
                    for (Matrix result : pool.multiply(products)) {
                        assertThat(result.get(0, 0)).isEqualTo(4.0 * n);
                        result.close();
                    }
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessageContaining("closed");
                }
                closer.join();
                operands.forEach(Matrix::close);
            }
        }
    }

    /** Ends once there is a file. */
    private record Waiting(String begun, String awaited) implements Operation {
        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) throws Exception {
            Files.write(Path.of(begun), new byte[0]);
            while (!Files.exists(Path.of(awaited))) {
                Thread.sleep(10);
            }
        }

        @Override
        public Shape resultShape(List<Shape> operands) {
            return new Shape(1, 1);
        }
    }
}

package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.blaspool.BlasPool;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Outcome;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users' operations, in this JVM and in worker JVMs. */
class OperationsTest {
    private static final String THREADS = "threads:workers=2";
    private static final String SHARED = "processes-shared:workers=2";
    private static final String RAW = "processes-serialized:workers=2:codec=raw";
    private static final String JAVA = "processes-serialized:workers=2:codec=java";
    private static final String HOSTED = "processes-hosted:workers=2";

    @TempDir
    Path scratch;

    /** Adds two matrices of one shape. */
    private static final class Sum implements Operation {
        private static final long serialVersionUID = 1L;

        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) {
            for (long i = 0; i < result.rows(); i++) {
                for (long j = 0; j < result.columns(); j++) {
                    result.set(i, j, operands.get(0).get(i, j) + operands.get(1).get(i, j));
                }
            }
        }
    }

    /** The transpose of its operand. */
    private record Transposition() implements Operation {
        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0).transposed();
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) {
            result.copyFrom(operands.get(0).transpose());
        }
    }

    /** Fails for a matrix that starts with an unlucky number. */
    private record Superstition(double unlucky) implements Operation {
        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) throws IOException {
            if (operands.get(0).get(0, 0) == unlucky) {
                IllegalStateException failure =
                        new IllegalStateException("thirteen is not computed", new IOException("by decree"));
                failure.addSuppressed(new ArithmeticException("nor is fourteen"));
                throw failure;
            }
            result.copyFrom(operands.get(0));
        }
    }

    private BlasPool pool(String strategy) {
        return BlasPool.builder().strategy(strategy).scratch(scratch).open();
    }

    private static List<List<Matrix>> pairs(BlasPool pool, int count) {
        List<List<Matrix>> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(List.of(
                    pool.matrix(new double[][] {{i, 1, 2}, {3, 4, 5}}),
                    pool.matrix(new double[] {10, 20, 30, 40, 50, 60}, 2, 3, Layout.COLUMN_MAJOR)));
        }
        return pairs;
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, JAVA, HOSTED, "sequential", "auto"})
    void shouldMapAUsersOperationInOrder(String strategy) {
        try (BlasPool pool = pool(strategy)) {
            List<Matrix> sums = pool.starmap(new Sum(), pairs(pool, 37), 3);
            assertThat(sums).hasSize(37);
            for (int i = 0; i < sums.size(); i++) {
                assertThat(sums.get(i).toRows()).isDeepEqualTo(new double[][] {{i + 10, 31, 52}, {23, 44, 65}});
            }
            List<Matrix> transposed = pool.map(new Transposition(), sums);
            assertThat(transposed.get(5).toRows()).isDeepEqualTo(new double[][] {{15, 23}, {31, 44}, {52, 65}});
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, JAVA, HOSTED})
    void shouldThrowWhatAnOperationThrewAndStayUsable(String strategy) {
        try (BlasPool pool = pool(strategy)) {
            List<List<Matrix>> pairs = pairs(pool, 20);
            assertThatThrownBy(() -> pool.starmap(new Superstition(13), pairs, 1))
                    .isInstanceOfSatisfying(
                            ProductFailedException.class,
                            e -> assertThat(e.index()).isEqualTo(13))
                    .hasMessageContaining("task 13 failed")
                    .hasMessageContaining("thirteen is not computed")
                    .cause()
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("thirteen is not computed")
                    .hasStackTraceContaining("OperationsTest$Superstition.apply")
                    .hasSuppressedException(new ArithmeticException("nor is fourteen"))
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("by decree");
            assertThat(pool.starmap(new Sum(), pairs)).hasSize(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, JAVA})
    void shouldHaveTheOthersResultsWhereOneFails(String strategy) {
        try (BlasPool pool = pool(strategy)) {
            List<Outcome> outcomes = pool.starmapAll(new Superstition(3), pairs(pool, 8));
            for (Outcome outcome : outcomes) {
                if (outcome.index() == 3) {
                    assertThat(outcome.failure()).hasCauseInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(outcome::result).isSameAs(outcome.failure());
                } else {
                    assertThat(outcome.failure()).isNull();
                    assertThat(outcome.result().get(0, 0)).isEqualTo(outcome.index());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, JAVA})
    void shouldReportErrorsOfAnyKindAsWhatTheyAre(String strategy) {
        try (BlasPool pool = pool(strategy)) {
            List<List<Matrix>> calls = pairs(pool, 6);
            List<Outcome> outcomes = pool.starmapAll(
                    (operands, result, context) -> {
                        if (operands.get(0).get(0, 0) == 2) {
                            throw new InternalError("nothing the library knows of");
                        }
                    },
                    calls.stream().map(pair -> pair.subList(0, 1)).toList());
            assertThat(outcomes.get(2).failure()).hasCauseExactlyInstanceOf(InternalError.class);
            assertThat(outcomes.get(3).failure()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, JAVA})
    void shouldGiveAnyNumberOfOperandsAndTheWorkersBlas(String strategy) {
        try (BlasPool pool = pool(strategy)) {
            double factor = 0.5;
            List<List<Matrix>> calls = IntStream.range(0, 5)
                    .mapToObj(i -> IntStream.range(0, i + 2)
                            .mapToObj(j -> pool.matrix(new double[][] {{i, j}, {j, i}}))
                            .toList())
                    .toList();
            List<Matrix> results = pool.starmap(
                    (operands, result, context) -> {
                        Matrix sum = context.zeros(2, 2);
                        context.blas().multiply(operands.get(0), operands.get(1), sum);
                        context.blas().multiply(factor, sum, operands.get(operands.size() - 1), 1, result);
                    },
                    calls);
            for (int i = 0; i < 5; i++) {
                // {{i, 0}, {0, i}} {{i, 1}, {1, i}} / 2 {{i, i + 1}, {i + 1, i}}
                assertThat(results.get(i).get(0, 0)).isEqualTo(0.5 * i * (i * i + i + 1));
            }
        }
    }

    /** Writes nothing at all. */
    private record Nothing() implements Operation {
        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) {
            // What is not written is zero.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {THREADS, SHARED, RAW, JAVA})
    void shouldStartResultsAsZeros(String strategy) {
        try (BlasPool pool = pool(strategy)) {
            List<List<Matrix>> calls = pairs(pool, 12);
            pool.starmap(new Sum(), calls).forEach(Matrix::close);
            List<Matrix> results = pool.map(
                    new Nothing(), calls.stream().map(pair -> pair.get(0)).toList());
            assertThat(results)
                    .allSatisfy(result ->
                            assertThat(result.toArray(Layout.ROW_MAJOR)).containsOnly(0));
        }
    }

    @Test
    void shouldRefuseAnOperationThatUsesItsOwnPool() {
        try (BlasPool pool = pool(THREADS);
                BlasPool other = pool(THREADS)) {
            Runnable closing = pool::close;
            List<Outcome> outcomes = pool.starmapAll(
                    (operands, result, context) -> {
                        switch ((int) operands.get(0).get(0, 0)) {
                            case 0 -> pool.map(new Nothing(), operands);
                            case 1 -> closing.run();
                            default ->
                                result.copyFrom(
                                        other.map(new Transposition(), operands).get(0));
                        }
                    },
                    IntStream.range(0, 3)
                            .mapToObj(i -> List.of(pool.matrix(new double[][] {{i}})))
                            .toList());
            assertThat(outcomes.get(0).failure()).hasCauseExactlyInstanceOf(IllegalStateException.class);
            assertThat(outcomes.get(1).failure())
                    .hasCauseExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the pool that it runs in");
            assertThat(outcomes.get(2).result().get(0, 0)).isEqualTo(2);
        }
    }

    private static final class Closing implements Operation, AutoCloseable {
        private static final long serialVersionUID = 1L;

        private final String file;

        Closing(Path file) {
            this.file = file.toString();
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) {
            result.set(0, 0, 1);
        }

        @Override
        public void close() throws IOException {
            Files.createFile(Path.of(file));
        }
    }

    @Test
    void shouldCloseTheCopiesOfWorkersWithThePoolAndNotTheCallersOwn() throws IOException {
        Path own = scratch.resolve("own");
        try (BlasPool pool = pool("threads:workers=1")) {
            pool.map(new Closing(own), List.of(pool.zeros(1, 1)));
        }
        assertThat(own).doesNotExist();
        Path copy = scratch.resolve("copy");
        try (BlasPool pool = pool("processes-shared:workers=1")) {
            pool.map(new Closing(copy), List.of(pool.zeros(1, 1)));
            assertThat(copy).doesNotExist();
        }
        assertThat(copy).exists();
    }

    @Test
    void shouldTellWhatCannotBeSentToWorkers() {
        Object lock = new Object();
        try (BlasPool pool = pool(SHARED)) {
            assertThatThrownBy(() -> pool.map(
                            (operands, result, context) -> result.set(0, 0, lock.hashCode()),
                            List.of(pool.zeros(1, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be serialized")
                    .hasMessageContaining("java.lang.Object");
            assertThat(pool.map(new Transposition(), List.of(pool.zeros(1, 2)))).hasSize(1);
        }
    }
}

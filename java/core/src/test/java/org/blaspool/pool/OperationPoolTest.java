package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Operation;
import org.blaspool.plan.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationPoolTest {
    @TempDir
    Path scratch;

    /** Adds two matrices of one shape. */
    public static final class Sum implements Operation {
        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<StoredMatrix> operands, StoredMatrix result) {
            for (long i = 0; i < result.rows(); i++) {
                for (long j = 0; j < result.columns(); j++) {
                    result.set(i, j, operands.get(0).get(i, j) + operands.get(1).get(i, j));
                }
            }
        }
    }

    /** The transpose of its operand. */
    public static final class Transposition implements Operation {
        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0).transposed();
        }

        @Override
        public void apply(List<StoredMatrix> operands, StoredMatrix result) {
            result.put(operands.get(0).transpose().toRows());
        }
    }

    /** Fails for a matrix that starts with 13. */
    public static final class Superstition implements Operation {
        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<StoredMatrix> operands, StoredMatrix result) {
            if (operands.get(0).get(0, 0) == 13) {
                throw new IllegalStateException("thirteen is not computed");
            }
            result.put(operands.get(0).toRows());
        }
    }

    private OperationPool pool(String kind) {
        PoolOptions options = PoolOptions.of(2).withScratch(scratch);
        return switch (kind) {
            case "threads" -> OperationPool.threads(2);
            case "shared" -> OperationPool.shared(options);
            case "raw" -> OperationPool.serialized(options, Codec.RAW);
            default -> OperationPool.serialized(options, Codec.JAVA);
        };
    }

    private static MatrixStore store(String kind) {
        return kind.equals("shared") ? MatrixStore.sharedMemory() : MatrixStore.privateMemory();
    }

    private static List<List<StoredMatrix>> pairs(MatrixStore store, int count) {
        List<List<StoredMatrix>> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(List.of(
                    store.copyOf(new double[][] {{i, 1, 2}, {3, 4, 5}}),
                    store.copyOf(new double[] {10, 20, 30, 40, 50, 60}, 2, 3, Layout.COLUMN_MAJOR)));
        }
        return pairs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "shared", "raw", "java"})
    void shouldMapAUsersOperationInOrder(String kind) {
        try (MatrixStore store = store(kind);
                OperationPool pool = pool(kind)) {
            List<StoredMatrix> sums = pool.starmap(Sum.class, pairs(store, 37), store, 3);
            assertThat(sums).hasSize(37);
            for (int i = 0; i < sums.size(); i++) {
                assertThat(sums.get(i).toRows()).isDeepEqualTo(new double[][] {{i + 10, 31, 52}, {23, 44, 65}});
            }
            List<StoredMatrix> transposed = pool.map(Transposition.class, sums, store);
            assertThat(transposed.get(5).toRows()).isDeepEqualTo(new double[][] {{15, 23}, {31, 44}, {52, 65}});
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "raw", "java"})
    void shouldThrowWithTheWorkersStackTraceAndStayUsable(String kind) {
        try (MatrixStore store = store(kind);
                OperationPool pool = pool(kind)) {
            List<List<StoredMatrix>> pairs = pairs(store, 20);
            assertThatThrownBy(() -> pool.starmap(Superstition.class, pairs, store, 1))
                    .isInstanceOf(ProductFailedException.class)
                    .hasMessageContaining("task 13 failed")
                    .hasMessageContaining("thirteen is not computed")
                    .cause()
                    .hasMessageContaining("in a worker")
                    .hasMessageContaining("OperationPoolTest$Superstition.apply");
            assertThat(pool.starmap(Sum.class, pairs, store)).hasSize(20);
        }
    }

    @Test
    void shouldThrowWhatAThreadThrew() {
        try (MatrixStore store = store("threads");
                OperationPool pool = OperationPool.threads(2)) {
            List<List<StoredMatrix>> pairs = pairs(store, 20);
            assertThatThrownBy(() -> pool.starmap(Superstition.class, pairs, store, 1))
                    .isInstanceOf(ProductFailedException.class)
                    .hasMessageContaining("task 13 failed")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldRefusePrivateOperandsWhereTheyAreWorkedOnInPlace() {
        try (MatrixStore store = store("raw");
                OperationPool pool = pool("shared")) {
            List<List<StoredMatrix>> pairs = pairs(store, 1);
            assertThatThrownBy(() -> pool.starmap(Sum.class, pairs, store))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("shared memory");
        }
    }
}

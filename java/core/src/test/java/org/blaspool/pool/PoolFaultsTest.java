package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Operation;
import org.blaspool.plan.Codec;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that kill or hang the worker that runs them: the others of the batch are done all the same. */
@Timeout(120)
class PoolFaultsTest {
    private static final int CALLS = 24;
    private static final int BAD = 13;

    @TempDir
    Path scratch;

    /** Copies its operand, but does something bad for {@link #BAD}. */
    public abstract static class Copy implements Operation {
        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<StoredMatrix> operands, StoredMatrix result) throws Exception {
            if (operands.get(0).get(0, 0) == BAD) {
                misbehave();
            }
            result.put(operands.get(0).toRows());
        }

        abstract void misbehave() throws Exception;
    }

    /** Ends the JVM. */
    public static final class Exit extends Copy {
        @Override
        void misbehave() {
            System.exit(7);
        }
    }

    /** Throws an error that no worker survives. */
    public static final class Exhaustion extends Copy {
        @Override
        void misbehave() {
            List<long[]> all = new ArrayList<>();
            while (true) {
                all.add(new long[1 << 24]);
            }
        }
    }

    /** Never ends. */
    public static final class Endless extends Copy {
        @Override
        void misbehave() throws InterruptedException {
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Fails. */
    public static final class Failure extends Copy {
        @Override
        void misbehave() {
            throw new IllegalArgumentException("not today");
        }
    }

    private OperationPool pool(String kind, PoolOptions options) {
        return switch (kind) {
            case "shared" -> OperationPool.shared(options);
            case "raw" -> OperationPool.serialized(options, Codec.RAW);
            default -> OperationPool.serialized(options, Codec.JAVA);
        };
    }

    private ProductFailedException failureOf(
            String kind, Class<? extends Operation> operation, PoolOptions options, int chunkSize) {
        try (MatrixStore store = kind.equals("shared") ? MatrixStore.sharedMemory() : MatrixStore.privateMemory();
                OperationPool pool = pool(kind, options)) {
            List<List<StoredMatrix>> calls = new ArrayList<>();
            List<StoredMatrix> operands = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                StoredMatrix operand = store.copyOf(new double[][] {{i}});
                operands.add(operand);
                calls.add(List.of(operand));
            }
            ProductFailedException failure = catchThrowableOfType(
                    ProductFailedException.class, () -> pool.starmap(operation, calls, store, chunkSize));
            // The pool can still be used.
            assertThat(pool.map(Plain.class, operands, store)).hasSize(CALLS);
            return failure;
        }
    }

    /** Copies its operand. */
    public static final class Plain extends Copy {
        @Override
        void misbehave() {
            // It behaves.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "raw", "java"})
    void shouldGiveUpATaskThatEndsItsWorkersAndDoTheOthers(String kind) {
        PoolOptions options =
                PoolOptions.of(2).withScratch(scratch).withRetries(2).withContinueOnError(true);
        ProductFailedException failure = failureOf(kind, Exit.class, options, 5);
        assertThat(failure)
                .hasMessageContaining("task 13 is poisoned")
                .hasMessageContaining("killed 2 workers")
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("--retries");
        assertThat(failure.tasks()).containsExactly(13L);
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "raw"})
    void shouldEndATaskThatTakesLongerThanAllowed(String kind) {
        PoolOptions options = PoolOptions.of(2)
                .withScratch(scratch)
                .withRetries(1)
                .withTimeoutMillis(1500)
                .withContinueOnError(true);
        ProductFailedException failure = failureOf(kind, Endless.class, options, 3);
        assertThat(failure).hasMessageContaining("task 13").hasMessageContaining("--timeout 1.5 s");
        assertThat(failure.tasks()).containsExactly(13L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "raw"})
    void shouldSurviveAWorkerWithoutHeap(String kind) {
        PoolOptions options = PoolOptions.of(2)
                .withScratch(scratch)
                .withRetries(1)
                .withContinueOnError(true)
                .withJavaOptions(List.of("-Xmx256m"));
        assertThat(failureOf(kind, Exhaustion.class, options, 1).tasks()).containsExactly(13L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "raw", "java"})
    void shouldGoOnAfterAFailureWhereItMay(String kind) {
        PoolOptions options = PoolOptions.of(2).withScratch(scratch).withContinueOnError(true);
        ProductFailedException failure = failureOf(kind, Failure.class, options, 4);
        assertThat(failure).hasMessageContaining("task 13 failed").hasMessageContaining("not today");
        assertThat(failure.tasks()).containsExactly(13L);
    }
}

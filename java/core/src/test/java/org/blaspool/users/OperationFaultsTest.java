package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.BlasPool;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Outcome;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that kill or hang the worker that runs them: the others of the batch are done all the same. */
@Timeout(120)
class OperationFaultsTest {
    private static final int CALLS = 24;
    private static final int BAD = 13;
    private static final String SHARED = "processes-shared";
    private static final String RAW = "processes-serialized:codec=raw";
    private static final String JAVA = "processes-serialized:codec=java";

    @TempDir
    Path scratch;

    /** Copies its operand, but does something bad for {@link #BAD}. */
    public abstract static class Copy implements Operation {
        private static final long serialVersionUID = 1L;

        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) throws Exception {
            if (operands.get(0).get(0, 0) == BAD) {
                misbehave();
            }
            result.copyFrom(operands.get(0));
        }

        abstract void misbehave() throws Exception;
    }

    /** Ends the JVM. */
    public static final class Exit extends Copy {
        private static final long serialVersionUID = 1L;

        @Override
        void misbehave() {
            System.exit(7);
        }
    }

    /** Throws an error that no worker survives. */
    public static final class Exhaustion extends Copy {
        private static final long serialVersionUID = 1L;

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
        private static final long serialVersionUID = 1L;

        @Override
        void misbehave() throws InterruptedException {
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Fails. */
    public static final class Failure extends Copy {
        private static final long serialVersionUID = 1L;

        @Override
        void misbehave() {
            throw new IllegalArgumentException("not today");
        }
    }

    /** Leaves its thread interrupted. */
    public static final class Interrupt extends Copy {
        private static final long serialVersionUID = 1L;

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) throws Exception {
            Thread.sleep(0);
            super.apply(operands, result, context);
        }

        @Override
        void misbehave() {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted");
        }
    }

    private BlasPool.Builder pool(String strategy) {
        return BlasPool.builder().strategy(strategy).workers(2).scratch(scratch);
    }

    /** What becomes of calls of which one misbehaves: the only failure. */
    private static ProductFailedException failureOf(BlasPool.Builder builder, Operation operation) {
        try (BlasPool pool = builder.open()) {
            List<List<Matrix>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(List.of(pool.matrix(new double[][] {{i}})));
            }
            List<Outcome> outcomes = pool.starmapAll(operation, calls);
            for (Outcome outcome : outcomes) {
                if (outcome.index() != BAD) {
                    assertThat(outcome.result().get(0, 0)).isEqualTo(outcome.index());
                }
            }
            // The pool can still be used.
            assertThat(pool.starmap(new Plain(), calls)).hasSize(CALLS);
            return outcomes.get(BAD).failure();
        }
    }

    /** Copies its operand. */
    public static final class Plain extends Copy {
        private static final long serialVersionUID = 1L;

        @Override
        void misbehave() {
            // It behaves.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, RAW, JAVA})
    void shouldGiveUpATaskThatEndsItsWorkersAndDoTheOthers(String strategy) {
        assertThat(failureOf(pool(strategy).retries(2).chunkSize(5), new Exit()))
                .hasMessageContaining("task 13 is poisoned")
                .hasMessageContaining("killed 2 workers")
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("--retries");
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, RAW})
    void shouldEndATaskThatTakesLongerThanAllowed(String strategy) {
        assertThat(failureOf(
                        pool(strategy)
                                .retries(1)
                                .timeout(Duration.ofMillis(1500))
                                .chunkSize(3),
                        new Endless()))
                .hasMessageContaining("task 13")
                .hasMessageContaining("--timeout 1.5 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, RAW})
    void shouldSurviveAWorkerWithoutHeap(String strategy) {
        assertThat(failureOf(
                        pool(strategy)
                                .retries(1)
                                .javaOptions(List.of("-Xmx256m"))
                                .chunkSize(1),
                        new Exhaustion()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, RAW, "threads", "sequential"})
    void shouldNotLeaveAnInterruptToTheNextCall(String strategy) {
        assertThat(failureOf(pool(strategy).chunkSize(CALLS), new Interrupt())).hasMessageContaining("interrupted");
    }

    @ParameterizedTest
    @ValueSource(strings = {SHARED, RAW, JAVA})
    void shouldGoOnAfterAFailure(String strategy) {
        assertThat(failureOf(pool(strategy).chunkSize(4), new Failure()))
                .hasMessageContaining("task 13 failed")
                .hasMessageContaining("not today");
    }
}

package org.blaspool.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.data.Offset;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.blaspool.usage.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContestTest {
    private static final ProductShape SHAPE = new ProductShape(100, 100, 100);

    private final MatrixStore store = MatrixStore.privateMemory();
    private final Samples samples = Samples.inMemory("here");
    private final Timed threads = new Timed("threads:workers=2", 0.004);
    private final Timed blasThreads = new Timed("blas-threads:blas-threads=2", 0.003);

    @AfterEach
    void free() {
        store.close();
    }

    private Batch batch() {
        List<Dgemm> list = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            list.add(Dgemm.of(store.allocate(100, 100), store.allocate(100, 100), store.allocate(100, 100)));
        }
        return new Batch(list);
    }

    private void run(Contest contest) {
        contest.load(batch());
        contest.run();
        contest.collect();
    }

    @Test
    void shouldGiveEachOneOfTheFirstBatchesAndAllOthersToTheFastest() {
        try (Contest contest = new Contest(List.of(threads, blasThreads), samples, 2)) {
            contest.start();
            for (int i = 0; i < 5; i++) {
                run(contest);
            }

            assertThat(threads.runs).isEqualTo(1);
            assertThat(blasThreads.runs).isEqualTo(4);
            assertThat(contest.requested()).isEqualTo(blasThreads.requested());
            assertThat(contest.choosingSeconds()).isCloseTo(0.01, Offset.offset(1e-9));
            assertThat(contest.outcome())
                    .startsWith("in the first batches threads")
                    .contains("blas-threads");
        }
    }

    @Test
    void shouldNotCallItAChoiceWhereThereIsOne() {
        try (Contest contest = new Contest(List.of(threads), samples, 2)) {
            contest.start();
            run(contest);

            assertThat(contest.choosingSeconds()).isZero();
            assertThat(contest.outcome()).isEmpty();
        }
    }

    @Test
    void shouldAddWhatBatchesTookToTheSamples() {
        try (Contest contest = new Contest(List.of(threads), samples, 2)) {
            contest.start();
            run(contest);
            run(contest);

            assertThat(samples.predict(threads.requested().way(2), SHAPE, 10)
                            .orElseThrow()
                            .seconds())
                    .isCloseTo(0.04, Offset.offset(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:workers=2", "processes-shared:workers=2"})
    void shouldNotTakeTheFirstBatchForWhatOthersTake(String spec) {
        Timed cold = new Timed(spec, 0.004);
        try (Contest contest = new Contest(List.of(cold), samples, 2)) {
            contest.start();
            run(contest);
            assertThat(samples.shapes(cold.requested().way(2))).isEmpty();

            run(contest);
            assertThat(samples.shapes(cold.requested().way(2))).containsExactly(SHAPE);
        }
    }

    /** Computes nothing and says that each product took so long. */
    private static final class Timed implements Strategy {
        private final StrategySpec spec;
        private final double seconds;
        private Batch batch;
        private int runs;

        Timed(String spec, double seconds) {
            this.spec = StrategySpec.parse(spec);
            this.seconds = seconds;
        }

        @Override
        public StrategySpec requested() {
            return spec;
        }

        @Override
        public boolean wantsSharedOperands() {
            return false;
        }

        @Override
        public void start() {
            runs = 0;
        }

        @Override
        public Effective effective() {
            return new Effective(2, List.of(1, 1), List.of("0", "1"), "small", null);
        }

        @Override
        public void load(Batch loaded) {
            batch = loaded;
        }

        @Override
        public Round run() {
            runs++;
            double total = seconds * batch.size();
            return new Round(Math.round(total * 1e9), new PhaseSeconds(0, 0, 0, 0, 0, total, 0, 0), Usage.NONE, 0);
        }

        @Override
        public void collect() {
            // There are no results.
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public void apply(Operation operation, List<Application> calls, OptionalLong chunkSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unload() {
            batch = null;
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            unload();
        }
    }
}

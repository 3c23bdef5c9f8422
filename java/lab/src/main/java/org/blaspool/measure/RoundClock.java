package org.blaspool.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.memory.PageKind;
import org.blaspool.strategy.Round;
import org.blaspool.usage.HardwareCounters;
import org.blaspool.usage.RunningThreads;

/** How a round is timed. A row that fails throws; the comparison notes it and goes on with the others. */
interface RoundClock extends AutoCloseable {
    /** Whatever comes before the rounds of all rows: memory, operands, verification. */
    void prepare();

    /** Whatever comes before the rounds of one row: its warm-up, where there is one. */
    void warmUp(ComparisonRow row);

    /** Whether the batches of all rows can take turns; otherwise one row's come after another's. */
    boolean takesTurns();

    /** Whatever comes before a row's batches of a round, from 1 on: bringing it up, or bringing it up anew. */
    default void beginRound(ComparisonRow row, int round) {}

    /** How many batches of a row make a round; known after its warm-up. */
    default int batches(ComparisonRow row) {
        return 1;
    }

    /** What a batch of a row takes, as far as its warm-up told; NaN where there was none. */
    default double batchSeconds(ComparisonRow row) {
        return Double.NaN;
    }

    /** The first batch of a row's warm-up, its products verified, for when there is no time for more. */
    default Optional<Round> warmUpRound(ComparisonRow row) {
        return Optional.empty();
    }

    /**
     * One timed batch, its products verified.
     *
     * @throws org.blaspool.error.BatchFailedException where one is wrong
     */
    Round time(ComparisonRow row);

    /** Whatever comes after a row's batches of a round. */
    default void endRound(ComparisonRow row) {}

    /** The pages of the operands and results. */
    PageKind pages();

    /** What was odd about the memory. */
    Optional<Warning> memoryWarning();

    @Override
    void close();

    /** Hardware counters around rounds; nothing at all where they were not asked for or the machine has none. */
    static final class RoundCounters implements AutoCloseable {
        private final HardwareCounters counters;
        private final Warning refusal;

        private RoundCounters(HardwareCounters counters, Warning refusal) {
            this.counters = counters;
            this.refusal = refusal;
        }

        /** To be opened before workers are started. */
        static RoundCounters open(boolean wanted) {
            if (!wanted) {
                return new RoundCounters(null, null);
            }
            try {
                return new RoundCounters(HardwareCounters.open(), null);
            } catch (ResourceUnavailableException e) {
                return new RoundCounters(null, Warning.fallback("no --counters: " + e.getMessage()));
            }
        }

        /** Why there are none although they were asked for. */
        Optional<Warning> refusal() {
            return Optional.ofNullable(refusal);
        }

        /** Runs a round and notes what was counted meanwhile. */
        Round count(Supplier<Round> round) {
            if (counters == null) {
                return round.get();
            }
            long[] before = counters.read();
            Round counted = round.get();
            return counted.with(counters.since(before));
        }

        @Override
        public void close() {
            if (counters != null) {
                counters.close();
            }
        }
    }

    /**
     * Waits, outside the clock, for the threads of a BLAS that has several: they go on spinning when its batch is done, and
     * of whatever is timed next (another row, the machine's peak) every thread that shares a CPU with one takes twice as
     * long.
     */
    static final class Settling {
        /** Threads that did not rest so many times in a row are not waited for any more: some spin for ever. */
        private static final int MOST_FAILURES = 3;

        private final Predicate<Set<Long>> await;
        private final Map<ComparisonRow, Integer> failures = new HashMap<>();

        /** @param await waits for the threads of processes and says whether they came to rest */
        Settling(Predicate<Set<Long>> await) {
            this.await = await;
        }

        /** By what /proc says of threads. */
        static Settling ofThisMachine() {
            return new Settling(RunningThreads.ofThisMachine()::awaitNone);
        }

        /** After a batch of a row, or several: nothing where its BLAS has one thread a caller. */
        void after(ComparisonRow row) {
            if (!row.mayLeaveThreadsRunning() || failures.getOrDefault(row, 0) == MOST_FAILURES) {
                return;
            }
            if (await.test(row.computingProcesses())) {
                failures.remove(row);
            } else if (failures.merge(row, 1, Integer::sum) == MOST_FAILURES) {
                row.note("threads of the BLAS do not rest after batches of " + row.spec()
                        + " and slow down what is measured next: OMP_WAIT_POLICY=passive, KMP_BLOCKTIME=0 or"
                        + " OPENBLAS_THREAD_TIMEOUT=4 lets them");
            }
        }
    }
}

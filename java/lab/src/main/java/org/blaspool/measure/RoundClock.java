package org.blaspool.measure;

import java.util.Optional;
import org.blaspool.memory.PageKind;
import org.blaspool.strategy.Round;

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
    Optional<Issue> memoryIssue();

    @Override
    void close();
}

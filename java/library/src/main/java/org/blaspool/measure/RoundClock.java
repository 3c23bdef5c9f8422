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

    /**
     * One timed round, its products verified.
     *
     * @throws org.blaspool.error.ProductFailedException where one is wrong
     */
    Round time(ComparisonRow row);

    /** The pages of the operands and results. */
    PageKind pages();

    /** What was odd about the memory. */
    Optional<Issue> memoryIssue();

    @Override
    void close();
}

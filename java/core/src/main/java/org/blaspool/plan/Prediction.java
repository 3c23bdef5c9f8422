package org.blaspool.plan;

import org.blaspool.sample.Estimate;

/**
 * What a strategy is expected to take for a batch, by the warm clock.
 *
 * @param spec the strategy with its workers and BLAS threads
 * @param seconds on the wall; NaN where nothing tells
 * @param startSeconds of them that come once a batch, not once a product
 * @param basis how far that is from what was measured; null where nothing tells
 * @param ageSeconds of the samples
 * @param busy whether others had much of the CPUs when they were taken
 * @param setupSeconds starting the workers, which the warm clock does not count; NaN where nothing tells
 * @param memoryBytes of all our processes: operands, results, buffers, JVMs
 */
public record Prediction(
        StrategySpec spec,
        double seconds,
        double startSeconds,
        Estimate.Basis basis,
        long ageSeconds,
        boolean busy,
        double setupSeconds,
        double memoryBytes) {
    public boolean isKnown() {
        return basis != null;
    }
}

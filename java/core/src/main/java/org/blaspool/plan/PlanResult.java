package org.blaspool.plan;

import java.util.List;

/**
 * What a planner found.
 *
 * @param predictions every strategy, those that do not fit the memory too, in the order of {@link StrategyKind}
 * @param recommended the one to use
 * @param reason what bounds it and which is next, in a sentence
 * @param changes where the answer would be another: at most one below and one above the batch's size
 */
public record PlanResult(List<Prediction> predictions, Prediction recommended, String reason, List<Change> changes) {
    /**
     * From this size on (below or above the batch's own), by powers of two, another strategy would be chosen.
     *
     * @param size n of equal square products, as many as the batch has
     */
    public record Change(int size, StrategyKind kind) {}

    public PlanResult {
        predictions = List.copyOf(predictions);
        changes = List.copyOf(changes);
    }
}

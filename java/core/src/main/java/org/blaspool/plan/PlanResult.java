package org.blaspool.plan;

import java.util.List;

/**
 * What a planner found.
 *
 * @param predictions every strategy, those that do not fit the memory too, in the order of {@link StrategyKind}
 * @param recommended the one to use
 * @param reason why, in a sentence
 */
public record PlanResult(List<Prediction> predictions, StrategySpec recommended, String reason) {
    public PlanResult {
        predictions = List.copyOf(predictions);
    }
}

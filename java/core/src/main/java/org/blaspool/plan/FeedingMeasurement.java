package org.blaspool.plan;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.blaspool.matrix.ProductShape;

/** Measures what strategies cost beside computing. */
@FunctionalInterface
public interface FeedingMeasurement {
    /**
     * Measures all ways of feeding.
     *
     * @param productSeconds what a product takes on one CPU while all workers compute: what a batch takes beyond that is
     *     what feeding costs, so that both add up to what was measured
     */
    Map<Feeding, FeedingCost> measure(ToDoubleFunction<ProductShape> productSeconds);
}

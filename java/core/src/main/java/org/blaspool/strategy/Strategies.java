package org.blaspool.strategy;

import org.blaspool.plan.StrategySpec;

/** Makes strategies; a new one is one class and one line here, and one in {@link org.blaspool.plan.StrategyKind}. */
public final class Strategies {
    private Strategies() {}

    /**
     * A strategy that is not started yet.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the spec asks for CPUs that are not there
     */
    public static Strategy create(StrategySpec spec, StrategyContext context) {
        return switch (spec.kind()) {
            case SEQUENTIAL -> new SequentialStrategy(spec, context);
            case BLAS_THREADS -> new BlasThreadsStrategy(spec, context);
            case THREADS -> new ThreadsStrategy(spec, context);
            case PROCESSES_SERIALIZED -> new ProcessesSerializedStrategy(spec, context);
            case PROCESSES_SHARED -> new ProcessesSharedStrategy(spec, context);
            case PROCESSES_HOSTED -> new ProcessesHostedStrategy(spec, context);
            case INDEPENDENT -> new IndependentStrategy(spec, context);
            case SPARK -> new SparkStrategy(spec, context);
        };
    }
}

package org.blaspool.strategy;

import java.util.ServiceLoader;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;

/**
 * Makes strategies; a new one is one class and one line here, and one in {@link StrategyKind}. Those that need more than
 * this module are looked up when they are asked for.
 */
public final class Strategies {
    private Strategies() {}

    /**
     * A strategy that is not started yet.
     *
     * @throws ResourceUnavailableException where the spec asks for CPUs that are not there, or for a module that is not
     */
    public static Strategy create(StrategySpec spec, StrategyContext context) {
        return switch (spec.kind()) {
            case SEQUENTIAL, BLAS_THREADS, THREADS -> new InPlaceStrategy(spec, context);
            case PROCESSES_SERIALIZED -> new ProcessesSerializedStrategy(spec, context);
            case PROCESSES_SHARED -> new ProcessesSharedStrategy(spec, context);
            case PROCESSES_HOSTED -> new ProcessesHostedStrategy(spec, context);
            case INDEPENDENT, SPARK -> provided(spec, context);
        };
    }

    private static Strategy provided(StrategySpec spec, StrategyContext context) {
        for (StrategyProvider provider :
                ServiceLoader.load(StrategyProvider.class, Strategies.class.getClassLoader())) {
            if (provider.kind() == spec.kind()) {
                return provider.create(spec, context);
            }
        }
        String artifact = spec.kind() == StrategyKind.SPARK ? "blaspool-spark" : "blaspool-files";
        throw new ResourceUnavailableException("strategy is not there: strategy=" + spec.kind()
                + ", expected org.blaspool:" + artifact + " on the class path");
    }
}

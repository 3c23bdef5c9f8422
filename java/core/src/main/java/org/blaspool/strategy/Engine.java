package org.blaspool.strategy;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.Machine;
import org.blaspool.observe.Observation;
import org.blaspool.plan.SplitTuning;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.FaultTolerance;

/** A loaded BLAS and the strategies that multiply with it. */
public final class Engine implements StrategyFactory, AutoCloseable {
    private final BlasLibrary blas;
    private final StrategyContext context;

    private Engine(BlasLibrary blas, StrategyContext context) {
        this.blas = blas;
        this.context = context;
    }

    /**
     * Loads a BLAS.
     *
     * @param exclusive whether the user has the machine to himself, so that {@code pin=auto} pins
     * @param scratch directory for sockets and temporary files
     * @throws org.blaspool.error.ResourceUnavailableException where the BLAS is not there or is none
     */
    public static Engine open(
            BlasSpec spec,
            Machine machine,
            boolean exclusive,
            Path scratch,
            FaultTolerance faults,
            Observation observation) {
        BlasLibrary blas = spec.open();
        return new Engine(
                blas,
                new StrategyContext(blas, spec.toString(), machine.topology(), machine.cpus(), exclusive, scratch)
                        .withSplitRules(splitRules(blas, machine))
                        .withFaults(faults)
                        .withObservation(observation));
    }

    /** The rules of this machine and BLAS, looked up or measured when the first strategy that may split asks for them. */
    private static Supplier<SplitRules> splitRules(BlasLibrary blas, Machine machine) {
        return new Supplier<>() {
            private SplitRules rules;

            @Override
            public synchronized SplitRules get() {
                if (rules == null) {
                    rules = SplitTuning.inUsersCache(machine.topology(), blas, System.getenv())
                            .keptOrMeasured();
                }
                return rules;
            }
        };
    }

    public BlasInfo blas() {
        return blas.info();
    }

    /** What its strategies share. */
    public StrategyContext context() {
        return context;
    }

    @Override
    public Strategy create(StrategySpec spec) {
        return Strategies.create(spec, context);
    }

    @Override
    public void close() {
        blas.close();
    }
}

package org.blaspool.cli.command;

import java.util.Map;
import java.util.function.Supplier;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.measure.StrategyFactory;
import org.blaspool.observe.Observation;
import org.blaspool.plan.SplitTuning;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.FaultTolerance;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;

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
     * @throws org.blaspool.error.ResourceUnavailableException where it is not there or is none
     */
    public static Engine open(BlasSpec spec, StrategyOptions options, Machine machine) {
        return open(spec, options, machine, FaultTolerance.DEFAULT);
    }

    /** The same, with worker JVMs that put up with other faults. */
    public static Engine open(BlasSpec spec, StrategyOptions options, Machine machine, FaultTolerance faults) {
        return open(spec, options, machine, faults, Observation.NONE);
    }

    /** The same, watched. */
    public static Engine open(
            BlasSpec spec, StrategyOptions options, Machine machine, FaultTolerance faults, Observation observation) {
        BlasLibrary blas = spec.open();
        return new Engine(
                blas,
                new StrategyContext(
                                blas,
                                spec.toString(),
                                machine.topology(),
                                machine.cpus(),
                                options.exclusive(),
                                options.scratchDirectory())
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

    /** What predictions for this BLAS are made of. */
    public Profiles profiles(Machine machine, Map<String, String> environment) {
        // What calibrates is no part of what is watched.
        StrategyContext unwatched = context.withObservation(Observation.NONE);
        return new Profiles(
                machine, blas, context.splitRules(), spec -> Strategies.create(spec, unwatched), environment);
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

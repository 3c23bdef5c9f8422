package org.blaspool.strategy;

import java.nio.file.Path;
import java.util.Map;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.observe.Observation;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.SplitTuning;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.pool.PoolOptions.WorkerJvm;
import org.blaspool.sample.Samples;

/** A loaded BLAS and the strategies that multiply with it. */
public final class Engine implements StrategyFactory, AutoCloseable {
    private final BlasLibrary blas;
    private final StrategyContext context;
    private final SplitTuning splits;
    private final Samples samples;

    private Engine(BlasLibrary blas, StrategyContext context, SplitTuning splits, Samples samples) {
        this.blas = blas;
        this.context = context;
        this.splits = splits;
        this.samples = samples;
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
        ProcessLimits.requireThreadsOver(machine.cpus().cpus());
        BlasLibrary blas = spec.open();
        Map<String, String> environment = System.getenv();
        SplitTuning splits = SplitTuning.inUsersCache(machine.topology(), blas, environment);
        String identity = Samples.identity(machine.topology(), machine.cpus(), blas.info());
        return new Engine(
                blas,
                new StrategyContext(
                        blas,
                        new Surroundings(spec.toString(), scratch, faults, observation, WorkerJvm.DEFAULT),
                        machine.topology(),
                        machine.cpus(),
                        exclusive,
                        splits::rules),
                splits,
                Samples.inUsersCache(identity, environment));
    }

    public BlasInfo blas() {
        return blas.info();
    }

    /** What batches took on this machine with this BLAS; written, at the latest, when the engine is closed. */
    public Samples samples() {
        return samples;
    }

    /**
     * Finds out how products of a batch are best split, 0.2 s for a shape, before strategies are created.
     *
     * @param again whether the batch is run so often that every shape is worth it
     */
    public void prepareSplits(BatchShape batch, boolean again) {
        if (again) {
            batch.groups().forEach(group -> splits.prepareFor(group.shape()));
        } else {
            splits.prepareFor(batch);
        }
    }

    @Override
    public Strategy create(StrategySpec spec) {
        return Strategies.create(spec, context);
    }

    @Override
    public void close() {
        samples.close();
        blas.close();
    }
}

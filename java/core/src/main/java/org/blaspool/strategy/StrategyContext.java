package org.blaspool.strategy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.observe.Observation;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.pool.PoolOptions.WorkerJvm;

/**
 * What strategies share in one process.
 *
 * @param blas the BLAS of this process; not the strategies' own, they do not close it
 * @param blasSpec how workers find the same BLAS, as after {@code --blas}
 * @param topology the machine's CPUs
 * @param allotment those that this process may use
 * @param exclusive whether the user has the machine to himself, so that {@code --pin auto} pins
 * @param scratch directory for sockets and temporary files
 * @param splitRules the rules of this machine and BLAS, which are asked for where a strategy may split
 * @param faults what worker JVMs put up with; callers in this process have nobody to retry for them
 * @param observation what is to be seen of strategies while they run
 * @param jvm what worker JVMs are started with
 */
public record StrategyContext(
        BlasLibrary blas,
        String blasSpec,
        CpuTopology topology,
        CpuAllotment allotment,
        boolean exclusive,
        Path scratch,
        Supplier<SplitRules> splitRules,
        FaultTolerance faults,
        Observation observation,
        WorkerJvm jvm) {
    /** What strategies that split nothing share and nobody watches, with the default tolerance of faults. */
    public StrategyContext(
            BlasLibrary blas,
            String blasSpec,
            CpuTopology topology,
            CpuAllotment allotment,
            boolean exclusive,
            Path scratch) {
        this(
                blas,
                blasSpec,
                topology,
                allotment,
                exclusive,
                scratch,
                () -> SplitRules.NONE,
                FaultTolerance.DEFAULT,
                Observation.NONE,
                WorkerJvm.DEFAULT);
    }

    /** The same, splitting by rules. */
    public StrategyContext withSplitRules(Supplier<SplitRules> value) {
        return new StrategyContext(
                blas, blasSpec, topology, allotment, exclusive, scratch, value, faults, observation, jvm);
    }

    /** The same, with worker JVMs that have this class path. */
    public StrategyContext withWorkerClassPath(List<String> entries) {
        return new StrategyContext(
                blas,
                blasSpec,
                topology,
                allotment,
                exclusive,
                scratch,
                splitRules,
                faults,
                observation,
                new WorkerJvm(jvm.options(), entries, jvm.environment()));
    }
}

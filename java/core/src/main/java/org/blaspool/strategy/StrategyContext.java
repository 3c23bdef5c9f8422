package org.blaspool.strategy;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.observe.Observation;
import org.blaspool.pool.PoolOptions.Surroundings;

/**
 * What strategies share in one process.
 *
 * @param blas the BLAS of this process; not the strategies' own, they do not close it
 * @param surroundings of pools of worker JVMs, which have the same BLAS; callers in this process have nobody to retry for them
 * @param topology the machine's CPUs
 * @param allotment those that this process may use
 * @param exclusive whether the user has the machine to himself, so that {@code --pin auto} pins
 * @param splitRules the rules of this machine and BLAS, which are asked for where a strategy may split
 */
public record StrategyContext(
        BlasLibrary blas,
        Surroundings surroundings,
        CpuTopology topology,
        CpuAllotment allotment,
        boolean exclusive,
        Supplier<SplitRules> splitRules) {
    /** Where files of strategies go. */
    public Path scratch() {
        return surroundings.scratch();
    }

    /** What is to be seen of strategies while they run. */
    public Observation observation() {
        return surroundings.observation();
    }

    /** The same with other surroundings. */
    public StrategyContext with(Surroundings value) {
        return new StrategyContext(blas, value, topology, allotment, exclusive, splitRules);
    }
}

package org.blaspool.strategy;

import java.nio.file.Path;
import org.blaspool.blas.Blas;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.pool.FaultTolerance;

/**
 * What strategies share in one process.
 *
 * @param blas the BLAS of this process; not the strategies' own, they do not close it
 * @param blasSpec how workers find the same BLAS, as after {@code --blas}
 * @param topology the machine's CPUs
 * @param allotment those that this process may use
 * @param exclusive whether the user has the machine to himself, so that {@code --pin auto} pins
 * @param scratch directory for sockets and temporary files
 * @param faults what worker JVMs put up with; callers in this process have nobody to retry for them
 */
public record StrategyContext(
        Blas blas,
        String blasSpec,
        CpuTopology topology,
        CpuAllotment allotment,
        boolean exclusive,
        Path scratch,
        FaultTolerance faults) {

    /** With the default tolerance of faults. */
    public StrategyContext(
            Blas blas, String blasSpec, CpuTopology topology, CpuAllotment allotment, boolean exclusive, Path scratch) {
        this(blas, blasSpec, topology, allotment, exclusive, scratch, FaultTolerance.DEFAULT);
    }

    /** The same with another tolerance of faults. */
    public StrategyContext withFaults(FaultTolerance value) {
        return new StrategyContext(blas, blasSpec, topology, allotment, exclusive, scratch, value);
    }
}

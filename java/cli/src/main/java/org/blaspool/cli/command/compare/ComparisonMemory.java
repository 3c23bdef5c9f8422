package org.blaspool.cli.command.compare;

import java.util.List;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.measure.ComparisonRequest.Residency;
import org.blaspool.measure.Workload;
import org.blaspool.memory.ByteSize;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.plan.WorkerMemory;

/**
 * The memory that a comparison takes at its height: the batch once, and what the strategies that are up at a time have
 * beside it.
 *
 * @param workload the batch
 * @param strategies the rows
 * @param cores how many workers there are where a spec leaves it open
 * @param scratchInMemory whether scratch files are memory, too (tmpfs)
 */
record ComparisonMemory(Workload workload, List<StrategySpec> strategies, int cores, boolean scratchInMemory) {
    /**
     * Refuses a comparison that does not fit, even with one strategy up at a time.
     *
     * @throws org.blaspool.error.ResourceUnavailableException with what is needed and what is allowed
     */
    void requireWithin(MemoryBudget budget) {
        double beside = beside(Residency.ALONE);
        String parts = "operands and results " + ByteSize.format(workload.bytes());
        if (beside > 0) {
            parts += ", worker JVMs and copies " + ByteSize.format((long) beside);
        }
        budget.require(
                workload.bytes() + beside,
                "comparison of " + workload.pairs() + " products",
                parts,
                "--size or --pairs");
    }

    /** Whether the workers of all strategies can be up at once. */
    boolean allowsAllAtOnce(MemoryBudget budget) {
        return budget.allows(workload.bytes() + beside(Residency.TOGETHER));
    }

    private double beside(Residency residency) {
        return residency == Residency.TOGETHER
                ? strategies.stream().mapToDouble(this::beside).sum()
                : strategies.stream().mapToDouble(this::beside).max().orElse(0);
    }

    private double beside(StrategySpec spec) {
        WorkerMemory workers = WorkerMemory.of(spec, cores);
        boolean files = spec.kind() == StrategyKind.INDEPENDENT && scratchInMemory;
        double again = workers.holdsBatchAgain() || files ? workload.bytes() : 0;
        return workers.bytes((double) workload.bytes() / workload.pairs()) + again;
    }
}

package org.blaspool.cli.command.compare;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.blaspool.cpu.MemoryBudget;
import org.blaspool.matrix.ProductShape;
import org.blaspool.measure.ComparisonRequest.Residency;
import org.blaspool.measure.Workload;
import org.blaspool.memory.ByteSize;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.plan.WorkerMemory;
import org.blaspool.verify.Verification;

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
        parts += ", verification " + ByteSize.format((long) verification());
        budget.require(
                workload.bytes() + verification() + beside,
                "comparison of " + workload.pairs() + " products",
                parts,
                "--size or --pairs");
    }

    /** Whether the workers of all strategies can be up at once. */
    boolean allowsAllAtOnce(MemoryBudget budget) {
        return budget.allows(workload.bytes() + verification() + beside(Residency.TOGETHER));
    }

    /** Worker and server JVMs that are up at a time. */
    int jvms(Residency residency) {
        IntStream jvms = strategies.stream()
                .mapToInt(spec -> WorkerMemory.of(spec, cores).jvms());
        return residency == Residency.TOGETHER ? jvms.sum() : jvms.max().orElse(0);
    }

    private double beside(Residency residency) {
        DoubleStream bytes = strategies.stream().mapToDouble(this::beside);
        return residency == Residency.TOGETHER ? bytes.sum() : bytes.max().orElse(0);
    }

    /** The vectors of as many products as are verified at once, and what is kept of every one. */
    private double verification() {
        double vectors = Verification.bytes(new ProductShape(workload.m(), workload.k(), workload.n()));
        return vectors * Math.min(cores, workload.pairs()) + 2.0 * Double.BYTES * workload.m() * workload.pairs();
    }

    private double beside(StrategySpec spec) {
        WorkerMemory workers = WorkerMemory.of(spec, cores);
        boolean files = spec.kind() == StrategyKind.INDEPENDENT && scratchInMemory;
        double again = workers.holdsBatchAgain() || files ? workload.bytes() : 0;
        return workers.bytes((double) workload.bytes() / workload.pairs()) + again;
    }
}

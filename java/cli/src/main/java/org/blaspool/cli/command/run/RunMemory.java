package org.blaspool.cli.command.run;

import org.blaspool.cli.command.MemoryBudget;
import org.blaspool.cli.option.ByteSize;
import org.blaspool.file.Workload;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.plan.WorkerMemory;

/**
 * How a run's memory is shared out between worker JVMs, their copies and the windows of products.
 *
 * @param budget all of it
 * @param work the products
 * @param cores how many workers there are where a spec leaves it open
 */
record RunMemory(MemoryBudget budget, Workload work, int cores) {
    /** Whether a strategy's workers leave room for the largest product. */
    boolean allows(StrategySpec spec) {
        return budget.allows(least(spec));
    }

    /**
     * @throws org.blaspool.error.ResourceUnavailableException where a strategy's workers leave no room for the largest
     *     product
     */
    void require(StrategySpec spec) {
        double beside = workers(spec).bytes(work.largestFootprint());
        String parts = "largest product " + ByteSize.format(work.largestFootprint()) + ": " + work.largest()
                + (beside > 0 ? "; worker JVMs and copies " + ByteSize.format((long) beside) : "");
        budget.require(least(spec), "run with " + spec, parts, beside > 0 ? "--workers" : "the sizes");
    }

    /** What the matrices of a window may take. */
    long windowBytes(StrategySpec spec) {
        WorkerMemory workers = workers(spec);
        double left = budget.bytes() - workers.bytes(work.largestFootprint());
        return (long) (workers.holdsBatchAgain() ? left / 2 : left);
    }

    /** What matrices and worker JVMs take at once. */
    double expectedBytes(StrategySpec spec) {
        WorkerMemory workers = workers(spec);
        double window = Math.min(windowBytes(spec), work.footprint());
        boolean elsewhere = spec.kind() == StrategyKind.INDEPENDENT; // the workers' copies are the only ones
        return workers.bytes(work.largestFootprint())
                + (elsewhere ? 0 : window)
                + (workers.holdsBatchAgain() ? window : 0);
    }

    /** How many results may be verified at once: where they are read back, each takes the memory of its product. */
    int storingThreads(StrategySpec spec, int cpus) {
        if (spec.kind() != StrategyKind.INDEPENDENT || work.largestFootprint() == 0) {
            return cpus;
        }
        return (int) Math.max(1, Math.min(cpus, windowBytes(spec) / work.largestFootprint()));
    }

    private double least(StrategySpec spec) {
        WorkerMemory workers = workers(spec);
        double largest = work.largestFootprint();
        return workers.bytes(largest) + (workers.holdsBatchAgain() ? 2 * largest : largest);
    }

    private WorkerMemory workers(StrategySpec spec) {
        return WorkerMemory.of(spec, cores);
    }
}

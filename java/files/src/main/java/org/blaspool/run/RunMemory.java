package org.blaspool.run;

import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.file.Workload;
import org.blaspool.memory.ByteSize;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.plan.WorkerMemory;
import org.blaspool.verify.Verification;

/**
 * How a run's memory is shared out between worker JVMs, their copies and the windows of products.
 *
 * @param budget all of it
 * @param work the products
 * @param cores how many workers there are where a spec leaves it open
 */
public record RunMemory(MemoryBudget budget, Workload work, int cores) {
    /** One window is read, one computed and one stored. */
    private static final int MOST_WINDOWS = 3;
    /** Larger ones gain nothing: so much is a second's reading, and a result comes out every few seconds. */
    private static final long USUAL_WINDOW_BYTES = 128L << 20;
    /** Smaller ones would leave the disk and the CPUs waiting for each other too often. */
    private static final long SMALLEST_WINDOW_BYTES = 32L << 20;
    /** Into so many windows a batch is cut that would fit into fewer, so that the stages overlap for most of it. */
    private static final int FEWEST_WINDOWS = 8;
    /** What this JVM's heap and the products' objects grow by while it runs. */
    private static final long OWN_BYTES = 256L << 20;

    private static final int OWN_SHARE = 8;

    /**
     * Windows that are in memory together.
     *
     * @param bytes what the matrices of each may take
     * @param count how many, 1 to 3: below 3 not all stages overlap
     */
    public record Windows(long bytes, int count) {}

    /** Whether a strategy's workers leave room for the largest product. */
    public boolean allows(StrategySpec spec) {
        return budget.allows(least(spec));
    }

    /**
     * @throws org.blaspool.error.ResourceUnavailableException where a strategy's workers leave no room for the largest
     *     product
     */
    public void require(StrategySpec spec) {
        double beside = workers(spec).bytes(work.largestFootprint());
        String parts = "largest product " + ByteSize.format(work.largestFootprint()) + ": " + work.largest()
                + (beside > 0 ? "; worker JVMs and copies " + ByteSize.format((long) (beside + kept(spec))) : "");
        budget.require(least(spec), "run with " + spec, parts, beside > 0 ? "--workers" : "the sizes");
    }

    /** How the batch is cut: as many windows at once as fit, each large enough to keep all CPUs busy, where it fits. */
    public Windows windows(StrategySpec spec) {
        double all = room(spec);
        double own = Math.min(OWN_BYTES, all / OWN_SHARE);
        long largest = Math.max(1, work.largestFootprint());
        for (int count = MOST_WINDOWS; count > 1; count--) {
            long bytes = (long) ((all - own) / (count + copies(spec)));
            if (bytes >= largest) {
                return new Windows(Math.min(bytes, wanted(largest)), count);
            }
        }
        return new Windows((long) Math.max(largest, all - kept(spec)), 1);
    }

    private long wanted(long largest) {
        long busy = RunParts.PRODUCTS_PER_CPU * (long) cores;
        long forAll = largest > Long.MAX_VALUE / busy ? Long.MAX_VALUE : largest * busy;
        long share = Math.max(SMALLEST_WINDOW_BYTES, work.footprint() / FEWEST_WINDOWS);
        return Math.max(Math.min(USUAL_WINDOW_BYTES, share), forAll);
    }

    /** What matrices and worker JVMs take at once. */
    public double expectedBytes(StrategySpec spec) {
        WorkerMemory workers = workers(spec);
        Windows windows = windows(spec);
        double window = Math.min((double) windows.bytes() * windows.count(), work.footprint());
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
        return (int) Math.max(1, Math.min(cpus, room(spec) / work.largestFootprint()));
    }

    /** What the workers leave to the windows. */
    private double room(StrategySpec spec) {
        WorkerMemory workers = workers(spec);
        double left = budget.bytes() - workers.bytes(work.largestFootprint()) - verification();
        return workers.holdsBatchAgain() ? left / 2 : left;
    }

    private double least(StrategySpec spec) {
        WorkerMemory workers = workers(spec);
        double largest = work.largestFootprint();
        return workers.bytes(largest)
                + (workers.holdsBatchAgain() ? 2 * largest : largest)
                + kept(spec)
                + verification();
    }

    /** Of the window that is computed, what products read of their results is kept, for the case that a worker dies. */
    private int copies(StrategySpec spec) {
        return kept(spec) > 0 ? 1 : 0;
    }

    private double kept(StrategySpec spec) {
        return spec.kind() == StrategyKind.PROCESSES_SHARED ? work.largestResultRead() : 0;
    }

    /** The vectors of as many products as are verified at once: next to nothing but for those that are a line thick. */
    private double verification() {
        double largest = work.shapes().keySet().stream()
                .mapToDouble(Verification::bytes)
                .max()
                .orElse(0);
        return largest * Math.min(cores, work.products());
    }

    private WorkerMemory workers(StrategySpec spec) {
        return WorkerMemory.of(spec, cores);
    }
}

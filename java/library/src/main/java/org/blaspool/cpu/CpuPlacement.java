package org.blaspool.cpu;

import java.util.List;

/** Which CPUs each worker runs on. Immutable and thread-safe. */
public final class CpuPlacement {
    /**
     * What is to be placed.
     *
     * @param exclusive whether the user has the machine to himself ({@code --exclusive}), so that {@code auto} pins
     */
    public record Request(PinPolicy policy, boolean exclusive, int workers, int threadsPerWorker) {}

    private CpuPlacement() {}

    /**
     * Shares the allotted CPUs out. Pure.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where an explicit policy asks for more CPUs than
     *     allotted, or for others
     */
    public static CpuPlacement of(CpuTopology topology, CpuAllotment allotment, Request request) {
        throw new UnsupportedOperationException();
    }

    public boolean pinned() {
        throw new UnsupportedOperationException();
    }

    /** The CPUs of each worker, disjoint; empty where nothing is pinned. */
    public List<CpuSet> workers() {
        throw new UnsupportedOperationException();
    }

    /** What the caller should know, a line each. */
    public List<String> notes() {
        throw new UnsupportedOperationException();
    }
}

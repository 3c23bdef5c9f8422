package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** The machine's online CPUs: cores, SMT siblings, packages, NUMA nodes, caches. Immutable and thread-safe. */
public final class CpuTopology {
    /** A physical core and its online hardware threads. */
    public record Core(int packageId, int coreId, int node, CpuSet cpus) {}

    /** A NUMA node and its online CPUs, of which it may have none. */
    public record NumaNode(int id, CpuSet cpus) {}

    /** A cache of the first online CPU. */
    public record Cache(int level, String type, long bytes, CpuSet sharedBy) {}

    private CpuTopology() {}

    /** This machine. */
    public static CpuTopology read() {
        return read(Path.of("/"));
    }

    /** The machine whose {@code sys} and {@code proc} are below {@code root}. */
    public static CpuTopology read(Path root) {
        throw new UnsupportedOperationException();
    }

    public CpuSet online() {
        throw new UnsupportedOperationException();
    }

    /** All cores, by package and lowest CPU. */
    public List<Core> cores() {
        throw new UnsupportedOperationException();
    }

    /** All nodes by id, those without CPUs too; at least one. */
    public List<NumaNode> nodes() {
        throw new UnsupportedOperationException();
    }

    public int packages() {
        throw new UnsupportedOperationException();
    }

    /** The caches of the first online CPU by level; empty where they are not known. */
    public List<Cache> caches() {
        throw new UnsupportedOperationException();
    }

    /** The CPU's name, or {@code unknown}. */
    public String model() {
        throw new UnsupportedOperationException();
    }

    /** One CPU for each core that has an allowed one: its lowest. */
    public CpuSet physicalCores(CpuSet allowed) {
        throw new UnsupportedOperationException();
    }

    /** The allowed CPUs of each core, by node; nodes without allowed CPUs are left out. */
    public SortedMap<Integer, List<CpuSet>> coresByNode(CpuSet allowed) {
        throw new UnsupportedOperationException();
    }

    /** What could not be read and what was taken instead, a line each; empty where all was read. */
    public List<String> notes() {
        throw new UnsupportedOperationException();
    }
}

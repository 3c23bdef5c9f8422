package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The machine's online CPUs: cores, SMT siblings, packages, NUMA nodes, caches. Immutable and thread-safe. */
public final class CpuTopology {
    /** A physical core and its online hardware threads. */
    public record Core(int packageId, int coreId, int node, CpuSet cpus) {}

    /** A NUMA node and its online CPUs, of which it may have none. */
    public record NumaNode(int id, CpuSet cpus) {}

    /** A cache of the first online CPU; {@code type} is the kernel's: Data, Instruction or Unified. */
    public record Cache(int level, String type, long bytes, CpuSet sharedBy) {}

    private final String model;
    private final CpuSet online;
    private final List<Core> cores;
    private final List<NumaNode> nodes;
    private final List<Cache> caches;
    private final List<String> notes;

    CpuTopology(CpuTopologyReader reader) {
        this.model = reader.model();
        this.online = reader.online();
        this.nodes = List.copyOf(reader.nodes());
        this.cores = List.copyOf(reader.cores());
        this.caches = List.copyOf(reader.caches());
        this.notes = List.copyOf(reader.notes());
    }

    /** This machine. */
    public static CpuTopology read() {
        return read(Path.of("/"));
    }

    /** The machine whose {@code sys} and {@code proc} are below {@code root}. */
    public static CpuTopology read(Path root) {
        return new CpuTopology(new CpuTopologyReader(new KernelFiles(root)));
    }

    public CpuSet online() {
        return online;
    }

    /** All cores, by package and lowest CPU. */
    public List<Core> cores() {
        return cores;
    }

    /** All nodes by id, those without CPUs too; at least one. */
    public List<NumaNode> nodes() {
        return nodes;
    }

    public int packages() {
        return (int) cores.stream().mapToInt(Core::packageId).distinct().count();
    }

    /** The caches of the first online CPU by level; empty where they are not known. */
    public List<Cache> caches() {
        return caches;
    }

    /** The CPU's name, or {@code unknown}. */
    public String model() {
        return model;
    }

    /** One CPU for each core that has an allowed one: the lowest of these. */
    public CpuSet physicalCores(CpuSet allowed) {
        return CpuSet.of(
                coresByNode(allowed).values().stream().flatMap(List::stream).mapToInt(CpuSet::first));
    }

    /**
     * The allowed CPUs of each core, by the id of its node and in the order of {@link #cores}; cores and nodes without
     * allowed CPUs are left out.
     */
    public SortedMap<Integer, List<CpuSet>> coresByNode(CpuSet allowed) {
        SortedMap<Integer, List<CpuSet>> byNode = new TreeMap<>();
        for (Core core : cores) {
            CpuSet cpus = core.cpus().intersection(allowed);
            if (!cpus.isEmpty()) {
                byNode.computeIfAbsent(core.node(), node -> new ArrayList<>()).add(cpus);
            }
        }
        return byNode;
    }

    /** What could not be read and what was taken instead, a line each; empty where all was read. */
    public List<String> notes() {
        return notes;
    }
}

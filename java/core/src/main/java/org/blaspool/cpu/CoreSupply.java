package org.blaspool.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cores that are still free, by NUMA node. Not thread-safe. */
final class CoreSupply {
    /** What one worker got, and the nodes that it lies on. */
    record Share(CpuSet cpus, SortedSet<Integer> nodes) {}

    private final SortedMap<Integer, Deque<CpuSet>> freeByNode = new TreeMap<>();
    private final List<Integer> nodes;
    private final int size;

    CoreSupply(CpuTopology topology, CpuSet cpus) {
        this(topology.coresByNode(cpus));
    }

    private CoreSupply(SortedMap<Integer, List<CpuSet>> coresByNode) {
        coresByNode.forEach((node, cores) -> freeByNode.put(node, new ArrayDeque<>(cores)));
        this.nodes = List.copyOf(freeByNode.keySet());
        this.size = free();
    }

    /** The same CPUs with each hardware thread counted as a core; siblings stay neighbours. */
    CoreSupply splitIntoThreads() {
        SortedMap<Integer, List<CpuSet>> threads = new TreeMap<>();
        freeByNode.forEach((node, cores) -> threads.put(
                node,
                cores.stream()
                        .flatMap(core -> core.stream().mapToObj(CpuSet::of))
                        .toList()));
        return new CoreSupply(threads);
    }

    /** How many there were at first. */
    int size() {
        return size;
    }

    int free() {
        return freeByNode.values().stream().mapToInt(Deque::size).sum();
    }

    /**
     * Takes {@code count} free cores from the first node that has so many, looking from the node of index
     * {@code start} (modulo their number) on; where no node has, from several.
     */
    Share take(int count, int start) {
        List<Integer> order = new ArrayList<>(nodes.subList(start % nodes.size(), nodes.size()));
        order.addAll(nodes.subList(0, start % nodes.size()));
        List<Integer> roomy = order.stream()
                .filter(node -> freeByNode.get(node).size() >= count)
                .toList();
        CpuSet cpus = CpuSet.empty();
        SortedSet<Integer> used = new TreeSet<>();
        int missing = count;
        for (int node : roomy.isEmpty() ? order : roomy) {
            Deque<CpuSet> free = freeByNode.get(node);
            while (missing > 0 && !free.isEmpty()) {
                cpus = cpus.union(free.poll());
                used.add(node);
                missing--;
            }
        }
        if (missing > 0) {
            throw new IllegalStateException("cores are used up: missing=" + missing + " of " + count);
        }
        return new Share(cpus, used);
    }
}

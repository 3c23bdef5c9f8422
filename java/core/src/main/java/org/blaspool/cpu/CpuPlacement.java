package org.blaspool.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.blaspool.cpu.PinPolicy.Kind;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;

/**
 * Which CPUs each worker runs on. A worker has whole cores, with all their SMT siblings that are allowed, as many as it
 * has BLAS threads, on one NUMA node where it fits.
 *
 * @param workers the CPUs of each worker, disjoint; empty where nothing is pinned
 * @param homes the CPU on which each worker wakes ({@link HomeCpu}), all different; empty where they have none
 * @param notes what the caller should know, a line each
 */
public record CpuPlacement(List<CpuSet> workers, List<Integer> homes, List<String> notes) {
    /**
     * What is to be placed.
     *
     * @param exclusive whether the user has the machine to himself ({@code --exclusive}), so that {@code auto} pins
     * @param workers at least 1
     * @param threadsPerWorker BLAS threads of each worker, at least 1
     */
    public record Request(PinPolicy policy, boolean exclusive, int workers, int threadsPerWorker) {
        public Request {
            if (workers < 1 || threadsPerWorker < 1) {
                throw new InvalidInputException("placement needs workers and threads: workers=" + workers
                        + " blas-threads=" + threadsPerWorker
                        + ", expected at least 1 of each; see --workers and --blas-threads");
            }
        }

        /** CPUs that it takes if each thread is to have one. */
        long cpus() {
            return (long) workers * threadsPerWorker;
        }

        private String text() {
            return "pin=" + policy + " workers=" + workers + " blas-threads=" + threadsPerWorker;
        }
    }

    public CpuPlacement {
        workers = List.copyOf(workers);
        homes = List.copyOf(homes);
        notes = List.copyOf(notes);
    }

    /**
     * Shares the allotted CPUs out. Pure: nothing is pinned by it.
     *
     * @throws ResourceUnavailableException where an explicit policy asks for more CPUs than allotted, or for others
     */
    public static CpuPlacement of(CpuTopology topology, CpuAllotment allotment, Request request) {
        Kind kind = request.policy().kind();
        if (kind == Kind.AUTO) {
            return automatic(topology, allotment, request);
        }
        if (kind == Kind.NONE) {
            return unpinned(List.of());
        }
        if (kind == Kind.LIST) {
            checkList(request.policy().list(), allotment);
        }
        CpuSet cpus = kind == Kind.LIST ? request.policy().list() : allotment.allowed();
        int usable = Math.min(cpus.size(), allotment.cpus());
        if (request.cpus() > usable) {
            throw new ResourceUnavailableException("more CPUs are to be pinned than there are: " + request.text()
                    + " need " + request.cpus() + " CPUs, " + (kind == Kind.LIST ? "the list has " : "allotted are ")
                    + usable + " of " + cpus + "; lower --workers or --blas-threads, or take --pin none");
        }
        return pinned(topology, cpus, request);
    }

    private static CpuPlacement unpinned(List<Integer> homes, String... notes) {
        return new CpuPlacement(List.of(), homes, List.of(notes));
    }

    /**
     * One CPU each, where workers that {@code auto} does not pin take every core and have one thread each. A part of the
     * cores is none of theirs to choose, nor are cores of which a quota allows a part.
     */
    private static List<Integer> homes(CpuTopology topology, CpuAllotment allotment, Request request) {
        CpuSet allowed = allotment.allowed();
        boolean every = request.workers() >= topology.physicalCores(allowed).size()
                && request.workers() <= allowed.size()
                && allotment.cpus() == allowed.size();
        if (!every || request.workers() == 1 || request.threadsPerWorker() > 1) {
            return List.of();
        }
        List<CpuSet> cores = topology.coresByNode(allowed).values().stream()
                .flatMap(List::stream)
                .toList();
        // A second hardware thread of any core comes after the first ones of all.
        return IntStream.range(0, allowed.size())
                .boxed()
                .flatMap(thread ->
                        cores.stream().filter(core -> core.size() > thread).map(core -> core.toArray()[thread]))
                .limit(request.workers())
                .toList();
    }

    private static CpuPlacement automatic(CpuTopology topology, CpuAllotment allotment, Request request) {
        if (!request.exclusive() && !allotment.ownsNarrowMask()) {
            return unpinned(homes(topology, allotment, request));
        }
        if (request.cpus() > allotment.cpus()) {
            return unpinned(
                    List.of(),
                    "not pinned: workers=" + request.workers() + " blas-threads=" + request.threadsPerWorker() + " are "
                            + request.cpus() + " threads for " + allotment.cpus() + " allotted CPUs");
        }
        return pinned(topology, allotment.allowed(), request);
    }

    private static void checkList(CpuSet list, CpuAllotment allotment) {
        CpuSet outside = list.minus(allotment.allowed());
        if (!outside.isEmpty()) {
            throw new ResourceUnavailableException("CPUs of the list are not allotted: pin=" + list + " outside="
                    + outside + ", allowed are " + allotment.allowed() + "; choose among these with --pin");
        }
        if (list.size() > allotment.cpus()) {
            throw new ResourceUnavailableException("the list has more CPUs than allotted: pin=" + list + " cpus="
                    + list.size() + ", allowed are " + allotment.cpus() + " of " + allotment.allowed() + " ("
                    + allotment.reason() + "); choose fewer with --pin");
        }
    }

    private static CpuPlacement pinned(CpuTopology topology, CpuSet cpus, Request request) {
        CoreSupply supply = new CoreSupply(topology, cpus);
        List<String> notes = new ArrayList<>();
        if (supply.free() < request.cpus()) {
            supply = supply.splitIntoThreads();
            notes.add("workers share cores by SMT: " + request.cpus() + " threads on "
                    + topology.physicalCores(cpus).size() + " cores");
        }
        List<CpuSet> workers = new ArrayList<>();
        for (int worker = 0; worker < request.workers(); worker++) {
            CoreSupply.Share share = supply.take(
                    shareOf(worker, supply.size(), request), request.policy().kind() == Kind.SCATTER ? worker : 0);
            if (share.nodes().size() > 1) {
                notes.add("worker " + worker + " spans NUMA nodes "
                        + CpuSet.of(share.nodes().stream().mapToInt(i -> i))
                        + ": no node has enough free cores for its CPUs " + share.cpus());
            }
            workers.add(share.cpus());
        }
        return new CpuPlacement(workers, List.of(), notes);
    }

    /** A worker gets as many cores as it has threads; a list is given out whole, since it was meant to be used. */
    private static int shareOf(int worker, int cores, Request request) {
        if (request.policy().kind() != Kind.LIST) {
            return request.threadsPerWorker();
        }
        return cores / request.workers() + (worker < cores % request.workers() ? 1 : 0);
    }

    /** Whether the workers are to be pinned. */
    public boolean pinned() {
        return !workers.isEmpty();
    }

    /** The cores that are still free, by NUMA node. Not thread-safe. */
    static final class CoreSupply {
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
}

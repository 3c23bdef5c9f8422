package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.blaspool.error.InvalidInputException;

/**
 * The machine's online CPUs: cores, SMT siblings, packages, NUMA nodes, caches. From {@code /sys/devices/system}
 * (Documentation/ABI/stable/sysfs-devices-system-cpu and -node of the kernel); where a container hides it, every CPU counts
 * as a core and all of them as one node, and a note says so. Immutable and thread-safe.
 */
public final class CpuTopology {
    /** A physical core and its online hardware threads. */
    public record Core(int packageId, int node, CpuSet cpus) {}

    /** A NUMA node and its online CPUs, of which it may have none. */
    public record NumaNode(int id, CpuSet cpus) {}

    /** A cache of the first online CPU; {@code type} is the kernel's: Data, Instruction or Unified. */
    public record Cache(int level, String type, long bytes, CpuSet sharedBy) {}

    private static final String CPUS = "/sys/devices/system/cpu";
    private static final String NODES = "/sys/devices/system/node";
    private static final String CPUINFO = "/proc/cpuinfo";

    private final KernelFiles files;
    private final List<String> notes = new ArrayList<>();
    private final CpuSet online;
    private final List<NumaNode> nodes;
    private final List<Core> cores;
    private final List<Cache> caches;
    private final String model;

    private CpuTopology(KernelFiles files) {
        this.files = files;
        online = readOnline();
        nodes = List.copyOf(readNodes());
        cores = List.copyOf(readCores());
        caches = List.copyOf(readCaches());
        model = readModel();
    }

    /** This machine. */
    public static CpuTopology read() {
        return read(Path.of("/"));
    }

    /** The machine whose {@code sys} and {@code proc} are below {@code root}. */
    public static CpuTopology read(Path root) {
        return new CpuTopology(new KernelFiles(root));
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
        return List.copyOf(notes);
    }

    private String readModel() {
        return files.field(CPUINFO, "model name").or(this::armModel).orElse("unknown");
    }

    /** Arm's cpuinfo has numbers for a name. */
    private Optional<String> armModel() {
        return files.field(CPUINFO, "CPU implementer")
                .flatMap(implementer ->
                        files.field(CPUINFO, "CPU part").map(part -> "implementer " + implementer + " part " + part));
    }

    private CpuSet readOnline() {
        Optional<CpuSet> listed = list(CPUS + "/online").filter(cpus -> !cpus.isEmpty());
        if (listed.isPresent()) {
            return listed.get();
        }
        CpuSet processors = CpuSet.of(files.lines(CPUINFO).stream()
                .filter(line -> line.matches("processor\\s*:\\s*\\d{1,4}"))
                .mapToInt(line -> Integer.parseInt(line.split(":")[1].strip())));
        if (!processors.isEmpty()) {
            notes.add(CPUS + "/online cannot be read: the online CPUs are those of " + CPUINFO);
            return processors;
        }
        int available = Runtime.getRuntime().availableProcessors();
        notes.add("neither " + CPUS + "/online nor " + CPUINFO + " can be read: the JVM's count of " + available
                + " CPUs is taken");
        return CpuSet.range(0, available - 1);
    }

    private List<NumaNode> readNodes() {
        List<NumaNode> found = new ArrayList<>();
        CpuSet unassigned = online;
        for (String name : files.names(NODES)) {
            Optional<CpuSet> cpus =
                    name.matches("node\\d{1,5}") ? list(NODES + "/" + name + "/cpulist") : Optional.empty();
            if (cpus.isPresent()) {
                CpuSet own = cpus.get().intersection(unassigned);
                found.add(new NumaNode(Integer.parseInt(name.substring(4)), own));
                unassigned = unassigned.minus(own);
            }
        }
        found.sort(Comparator.comparingInt(NumaNode::id));
        if (found.isEmpty()) {
            notes.add(NODES + " cannot be read: the machine is taken as one NUMA node");
            return List.of(new NumaNode(0, online));
        }
        if (!unassigned.isEmpty()) {
            NumaNode first = found.get(0);
            notes.add("CPUs " + unassigned + " are in no NUMA node: taken as node " + first.id());
            found.set(0, new NumaNode(first.id(), first.cpus().union(unassigned)));
        }
        return found;
    }

    private List<Core> readCores() {
        List<Core> found = new ArrayList<>();
        CpuSet left = online;
        CpuSet unknown = CpuSet.empty();
        while (!left.isEmpty()) {
            int cpu = left.first();
            Optional<CpuSet> siblings = siblings(cpu).filter(set -> set.contains(cpu));
            if (siblings.isEmpty()) {
                unknown = unknown.union(CpuSet.of(cpu));
            }
            CpuSet cpus = siblings.orElse(CpuSet.of(cpu)).intersection(left);
            found.add(new Core(
                    files.smallNumber(CPUS + "/cpu" + cpu + "/topology/physical_package_id")
                            .orElse(0),
                    nodeOf(cpu),
                    cpus));
            left = left.minus(cpus);
        }
        if (!unknown.isEmpty()) {
            notes.add("the SMT siblings of CPUs " + unknown + " cannot be read below " + CPUS
                    + ": each of them is taken as a core");
        }
        found.sort(Comparator.comparingInt(Core::packageId)
                .thenComparingInt(core -> core.cpus().first()));
        return found;
    }

    /** core_cpus_list is the kernel's newer name (5.3) for thread_siblings_list. */
    private Optional<CpuSet> siblings(int cpu) {
        String directory = CPUS + "/cpu" + cpu + "/topology/";
        return list(directory + "core_cpus_list").or(() -> list(directory + "thread_siblings_list"));
    }

    private int nodeOf(int cpu) {
        return nodes.stream()
                .filter(node -> node.cpus().contains(cpu))
                .mapToInt(NumaNode::id)
                .findFirst()
                .orElseThrow();
    }

    private List<Cache> readCaches() {
        String directory = CPUS + "/cpu" + online.first() + "/cache";
        List<Cache> found = new ArrayList<>();
        for (String index : files.names(directory)) {
            String cache = directory + "/" + index + "/";
            OptionalInt level = files.smallNumber(cache + "level");
            long bytes = files.text(cache + "size").map(CpuTopology::bytes).orElse(0L);
            if (level.isPresent() && bytes > 0) {
                found.add(new Cache(
                        level.getAsInt(),
                        files.text(cache + "type").orElse("Unified"),
                        bytes,
                        list(cache + "shared_cpu_list").orElse(CpuSet.of(online.first()))));
            }
        }
        found.sort(Comparator.comparingInt(Cache::level).thenComparing(Cache::type));
        return found;
    }

    /** {@code 48K} or {@code 2M}; 0 for what is no such size. */
    private static long bytes(String size) {
        if (!size.matches("\\d{1,9}[KM]")) {
            return 0;
        }
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return number << (size.endsWith("K") ? 10 : 20);
    }

    private Optional<CpuSet> list(String file) {
        Optional<String> text = files.text(file);
        try {
            return text.map(CpuSet::parseMaybeEmpty);
        } catch (InvalidInputException unreadable) {
            notes.add(file + " is ignored: " + unreadable.getMessage());
            return Optional.empty();
        }
    }
}

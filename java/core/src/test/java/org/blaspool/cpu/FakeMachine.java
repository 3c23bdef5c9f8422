package org.blaspool.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the files of /sys and /proc that a machine would show, below a temporary directory. */
final class FakeMachine {
    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();
    private final StringBuilder mounts = new StringBuilder();
    private final StringBuilder groups = new StringBuilder();

    FakeMachine(Path root) {
        this.root = root;
    }

    /** Packages of cores of threads, numbered as Linux does: first threads of all cores first; a node a package. */
    static FakeMachine of(Path root, int packages, int coresPerPackage, int threadsPerCore) {
        int cores = packages * coresPerPackage;
        FakeMachine machine = new FakeMachine(root).online("0-" + (cores * threadsPerCore - 1));
        for (int core = 0; core < cores; core++) {
            String siblings = core + "-" + (core + cores * (threadsPerCore - 1)) + ":" + cores;
            String list =
                    CpuSet.parse(threadsPerCore == 1 ? "" + core : siblings).toString();
            for (int thread = 0; thread < threadsPerCore; thread++) {
                machine.cpu(core + thread * cores, core / coresPerPackage, core % coresPerPackage, list);
            }
        }
        for (int node = 0; node < packages; node++) {
            int first = node * coresPerPackage;
            CpuSet cpus = CpuSet.empty();
            for (int thread = 0; thread < threadsPerCore; thread++) {
                cpus = cpus.union(CpuSet.range(first + thread * cores, first + thread * cores + coresPerPackage - 1));
            }
            machine.node(node, cpus.toString());
        }
        return machine.affinity("0-" + (cores * threadsPerCore - 1));
    }

    FakeMachine file(String path, String text) {
        Path file = root.resolve(path.substring(1));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FakeMachine online(String list) {
        return file("/sys/devices/system/cpu/online", list);
    }

    FakeMachine cpu(int cpu, int packageId, int coreId, String siblings) {
        String topology = "/sys/devices/system/cpu/cpu" + cpu + "/topology/";
        return file(topology + "physical_package_id", "" + packageId)
                .file(topology + "core_id", "" + coreId)
                .file(topology + "thread_siblings_list", siblings);
    }

    FakeMachine node(int node, String cpus) {
        return file("/sys/devices/system/node/node" + node + "/cpulist", cpus);
    }

    FakeMachine affinity(String list) {
        return file("/proc/self/status", "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t" + list);
    }

    FakeMachine memory(long totalKibibytes, long availableKibibytes) {
        return file(
                "/proc/meminfo",
                "MemTotal:       " + totalKibibytes + " kB\nMemFree:  1 kB\nMemAvailable:   " + availableKibibytes
                        + " kB");
    }

    /** A version 1 hierarchy, and this process's group in it as /proc/self/cgroup shows it. */
    FakeMachine version1(String controllers, String mountRoot, String mountPoint, String group) {
        mount(mountRoot, mountPoint, "cgroup", "rw," + controllers);
        return group((groups.length() + 2) + ":" + controllers + ":" + group);
    }

    FakeMachine version2(String mountRoot, String mountPoint, String group) {
        mount(mountRoot, mountPoint, "cgroup2", "rw,nsdelegate");
        return group("0::" + group);
    }

    FakeMachine mount(String mountRoot, String mountPoint, String type, String superOptions) {
        mounts.append("30 25 0:26 " + mountRoot + " " + mountPoint + " rw,nosuid,noexec - " + type + " none "
                + superOptions + "\n");
        return file("/proc/self/mountinfo", mounts.toString());
    }

    private FakeMachine group(String line) {
        groups.append(line).append('\n');
        return file("/proc/self/cgroup", groups.toString());
    }

    FakeMachine variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    CpuTopology topology() {
        return CpuTopology.read(root);
    }

    CpuAllotment allotment() {
        return CpuAllotment.read(topology(), root, environment);
    }

    MemoryAllotment memoryAllotment() {
        return MemoryAllotment.read(root, environment);
    }
}

package org.blaspool.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.mount.MountTable;
import org.blaspool.mount.MountTable.Mount;

/**
 * Where this process's control groups are: for each hierarchy the directories from its own group up to the mount point,
 * since a limit of any ancestor holds. Version 1, version 2 and both at once (hybrid) alike, see cgroups(7).
 */
final class ControlGroups {
    private final List<String> memberships;
    private final MountTable mounts;
    /** A set, as several controllers of one hierarchy meet the same oddity. */
    private final Set<String> notes = new LinkedHashSet<>();

    ControlGroups(KernelFiles files) {
        this.memberships = files.lines("/proc/self/cgroup");
        this.mounts = MountTable.read(files.root());
    }

    /** Own group first; empty where the controller is in no version 1 hierarchy or that is not mounted. */
    List<String> version1(String controller) {
        return directories(
                line -> Arrays.asList(line[1].split(",")).contains(controller),
                mount -> mount.type().equals("cgroup") && mount.superOptions().contains(controller));
    }

    /** Own group first; empty where there is no unified hierarchy. */
    List<String> version2() {
        return directories(
                line -> line[0].equals("0") && line[1].isEmpty(),
                mount -> mount.type().equals("cgroup2"));
    }

    /** What was odd, a line each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private List<String> directories(Predicate<String[]> member, Predicate<Mount> hierarchy) {
        Optional<String> group = memberships.stream()
                .map(line -> line.split(":", 3))
                .filter(line -> line.length == 3 && member.test(line))
                .map(line -> line[2])
                .findFirst();
        List<Mount> candidates = mounts.mounts().stream().filter(hierarchy).toList();
        if (group.isEmpty() || candidates.isEmpty()) {
            return List.of();
        }
        return candidates.stream()
                .filter(mount -> Mount.isAtOrBelow(group.get(), mount.root()))
                .findFirst()
                .map(mount -> upwards(mount.point(), below(group.get(), mount.root())))
                .orElseGet(() -> outside(candidates.get(0), group.get()));
    }

    private static String below(String group, String mountRoot) {
        return mountRoot.equals("/") ? group : group.substring(mountRoot.length());
    }

    /** A container may see its group under a name of the host: what is mounted is then the group itself. */
    private List<String> outside(Mount mount, String group) {
        notes.add("cgroup " + group + " is not below what is mounted at " + mount.point() + " (" + mount.root()
                + "): only the limits of the mount point are seen");
        return List.of(mount.point());
    }

    private List<String> upwards(String mountPoint, String relative) {
        if (Arrays.asList(relative.split("/")).contains("..")) {
            notes.add("cgroup " + relative + " is outside of this cgroup namespace: only the limits of " + mountPoint
                    + " are seen");
            return List.of(mountPoint);
        }
        List<String> directories = new ArrayList<>();
        String path = relative.replaceFirst("/+$", "");
        while (!path.isEmpty()) {
            directories.add(mountPoint + path);
            path = path.substring(0, path.lastIndexOf('/'));
        }
        directories.add(mountPoint);
        return directories;
    }

    /**
     * What the control groups say about CPUs: the smallest bandwidth quota of all ancestors, and the CPUs of the nearest
     * cpuset that names some.
     */
    record CgroupCpuLimit(Optional<Quota> quota, Optional<Cpuset> cpuset, List<String> notes) {
        /** {@code cpus} CPUs' worth of time, maybe a fraction, from the file named. */
        record Quota(double cpus, String file) {}

        record Cpuset(CpuSet cpus, String file) {}

        static CgroupCpuLimit read(KernelFiles files) {
            ControlGroups groups = new ControlGroups(files);
            Stream<Quota> version2 =
                    groups.version2().stream().flatMap(directory -> version2(files, directory).stream());
            Stream<Quota> version1 =
                    groups.version1("cpu").stream().flatMap(directory -> version1(files, directory).stream());
            Optional<Quota> quota = Stream.concat(version2, version1).min(Comparator.comparingDouble(Quota::cpus));
            List<String> notes = new ArrayList<>();
            Optional<Cpuset> cpuset = cpuset(files, groups, notes);
            notes.addAll(groups.notes());
            return new CgroupCpuLimit(quota, cpuset, List.copyOf(notes));
        }

        /** cpu.max: {@code "50000 100000"}, quota and period in microseconds, or {@code "max 100000"}. */
        private static Optional<Quota> version2(KernelFiles files, String directory) {
            String file = directory + "/cpu.max";
            String[] words = files.text(file).orElse("").split("\\s+");
            return words.length == 2
                    ? quota(KernelFiles.parseNumber(words[0]), KernelFiles.parseNumber(words[1]), file)
                    : Optional.empty();
        }

        private static Optional<Quota> version1(KernelFiles files, String directory) {
            String file = directory + "/cpu.cfs_quota_us";
            return quota(files.number(file), files.number(directory + "/cpu.cfs_period_us"), file);
        }

        /** A quota of -1 (version 1) or {@code max} (version 2, no number) is none. */
        private static Optional<Quota> quota(OptionalLong quota, OptionalLong period, String file) {
            return quota.orElse(-1) > 0 && period.orElse(-1) > 0
                    ? Optional.of(new Quota((double) quota.getAsLong() / period.getAsLong(), file))
                    : Optional.empty();
        }

        private static Optional<Cpuset> cpuset(KernelFiles files, ControlGroups groups, List<String> notes) {
            List<String> candidates = new ArrayList<>();
            for (String directory : groups.version2()) {
                candidates.add(directory + "/cpuset.cpus.effective");
            }
            for (String directory : groups.version1("cpuset")) {
                candidates.add(directory + "/cpuset.effective_cpus");
                candidates.add(directory + "/cpuset.cpus");
            }
            for (String file : candidates) {
                try {
                    CpuSet cpus = CpuSet.parseMaybeEmpty(files.text(file).orElse(""));
                    if (!cpus.isEmpty()) {
                        return Optional.of(new Cpuset(cpus, file));
                    }
                } catch (InvalidInputException unreadable) {
                    notes.add(file + " is ignored: " + unreadable.getMessage());
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The tightest memory limit of all ancestors' control groups.
     *
     * @param limitBytes the limit itself
     * @param availableBytes the limit less what the group uses now, page cache that can be dropped not counted as used
     * @param file where the limit stands
     */
    record CgroupMemoryLimit(long limitBytes, long availableBytes, String file) {
        /** A limit of a group, and the files that tell how much of it is used. */
        private record Hierarchy(List<String> limitFiles, String usageFile, String reclaimableKey) {}

        /** Above memory.high the kernel stalls the group by reclaiming, so it is as much a limit as memory.max. */
        private static final Hierarchy VERSION_2 =
                new Hierarchy(List.of("memory.max", "memory.high"), "memory.current", "inactive_file");

        private static final Hierarchy VERSION_1 =
                new Hierarchy(List.of("memory.limit_in_bytes"), "memory.usage_in_bytes", "total_inactive_file");

        /** The limit with the least left, among those below {@code machineBytes}; version 1 has huge ones for none. */
        static Optional<CgroupMemoryLimit> read(KernelFiles files, ControlGroups groups, long machineBytes) {
            List<CgroupMemoryLimit> limits = new ArrayList<>();
            groups.version2().forEach(directory -> limits.addAll(of(files, directory, VERSION_2)));
            groups.version1("memory").forEach(directory -> limits.addAll(of(files, directory, VERSION_1)));
            return limits.stream()
                    .filter(limit -> limit.limitBytes < machineBytes)
                    .min(Comparator.comparingLong(CgroupMemoryLimit::availableBytes));
        }

        private static List<CgroupMemoryLimit> of(KernelFiles files, String directory, Hierarchy hierarchy) {
            List<CgroupMemoryLimit> limits = new ArrayList<>();
            for (String name : hierarchy.limitFiles()) {
                String file = directory + "/" + name;
                OptionalLong limit = files.number(file);
                if (limit.isPresent()) {
                    long used = files.number(directory + "/" + hierarchy.usageFile())
                                    .orElse(0)
                            - statistic(files, directory, hierarchy.reclaimableKey());
                    long available = limit.getAsLong() - Math.max(0, used);
                    limits.add(new CgroupMemoryLimit(limit.getAsLong(), Math.max(0, available), file));
                }
            }
            return limits;
        }

        private static long statistic(KernelFiles files, String directory, String key) {
            return files.lines(directory + "/memory.stat").stream()
                    .filter(line -> line.startsWith(key + " "))
                    .map(line -> KernelFiles.parseNumber(line.substring(key.length() + 1)))
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .findFirst()
                    .orElse(0);
        }
    }
}

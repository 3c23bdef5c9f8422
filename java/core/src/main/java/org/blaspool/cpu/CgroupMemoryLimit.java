package org.blaspool.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
                long used =
                        files.number(directory + "/" + hierarchy.usageFile()).orElse(0)
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

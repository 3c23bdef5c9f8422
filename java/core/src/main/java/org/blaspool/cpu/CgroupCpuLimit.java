package org.blaspool.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;

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
        Stream<Quota> version2 = groups.version2().stream().flatMap(directory -> version2(files, directory).stream());
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

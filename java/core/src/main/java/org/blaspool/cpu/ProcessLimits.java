package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.blaspool.error.ResourceUnavailableException;

/**
 * How many processes and threads this process's user, control groups and kernel may have, and have: to be known before
 * what could start no more of them.
 *
 * @param room how many more there may be; {@code Long.MAX_VALUE} where no limit is known
 * @param text the limits by the names under which they are raised: {@code ulimit -u=100 (now 60) pids.max=20 (now 20)}
 */
public record ProcessLimits(long room, String text) {
    /** A worker's: its compilers', its collector's, its BLAS's; and those that the parent has for it. */
    public static final int THREADS_OF_A_JVM = 20;

    /** A thread's buffer of the BLAS, its stack, and what the C library sets aside for it. */
    private static final long ADDRESSES_OF_A_THREAD = 224L << 20;

    /** Counting a user's threads means looking at every process; who is allowed more of them than this lacks none. */
    private static final long MOST_COUNTED = 20_000;
    /** CAP_SYS_ADMIN and CAP_SYS_RESOURCE: the limit of a user does not hold for who has one of them. */
    private static final long EXEMPTING_CAPABILITIES = 1L << 21 | 1L << 24;

    /** Those of this process, now. */
    public static ProcessLimits read() {
        return read(Path.of("/"));
    }

    static ProcessLimits read(Path root) {
        KernelFiles files = new KernelFiles(root);
        List<String> limits = new ArrayList<>();
        OptionalLong user = limit("Max processes", files);
        long room = Long.MAX_VALUE;
        if (user.isPresent() && user.getAsLong() <= MOST_COUNTED && !isExempt(files)) {
            long now = threadsOf(uid(files, "self"), files);
            limits.add("ulimit -u=" + user.getAsLong() + " (now " + now + ")");
            room = user.getAsLong() - now;
        }
        ControlGroups groups = new ControlGroups(files);
        List<String> directories = Stream.concat(groups.version2().stream(), groups.version1("pids").stream())
                .toList();
        for (String directory : directories) {
            OptionalLong most = files.number(directory + "/pids.max");
            OptionalLong now = files.number(directory + "/pids.current");
            if (most.isPresent() && now.isPresent()) {
                limits.add("pids.max=" + most.getAsLong() + " (now " + now.getAsLong() + ")");
                room = Math.min(room, most.getAsLong() - now.getAsLong());
            }
        }
        OptionalLong threads = files.lines("/proc/loadavg").stream()
                .map(line -> KernelFiles.parseNumber(line.replaceFirst("^.*/(\\d+) .*$", "$1")))
                .findFirst()
                .orElse(OptionalLong.empty());
        for (String name : List.of("pid_max", "threads-max")) {
            OptionalLong most = files.number("/proc/sys/kernel/" + name);
            if (most.isPresent() && threads.isPresent()) {
                limits.add("kernel." + name + "=" + most.getAsLong() + " (now " + threads.getAsLong() + ")");
                room = Math.min(room, most.getAsLong() - threads.getAsLong());
            }
        }
        return new ProcessLimits(
                Math.max(0, room), limits.isEmpty() ? "no limit of processes is known" : String.join(" ", limits));
    }

    private static OptionalLong limit(String name, KernelFiles files) {
        return files.lines("/proc/self/limits").stream()
                .filter(line -> line.startsWith(name))
                .map(line -> KernelFiles.parseNumber(
                        line.substring(name.length()).strip().split("\\s+")[0]))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static boolean isExempt(KernelFiles files) {
        String capabilities = files.field("/proc/self/status", "CapEff").orElse("0");
        return uid(files, "self").equals("0")
                || (Long.parseUnsignedLong(capabilities, 16) & EXEMPTING_CAPABILITIES) != 0;
    }

    /** The real one, of which the kernel counts. */
    private static String uid(KernelFiles files, String process) {
        return files.field("/proc/" + process + "/status", "Uid").orElse("").split("\\s+")[0];
    }

    private static long threadsOf(String user, KernelFiles files) {
        return files.names("/proc").stream()
                .filter(name ->
                        Character.isDigit(name.charAt(0)) && uid(files, name).equals(user))
                .mapToLong(name -> files.field("/proc/" + name + "/status", "Threads")
                        .map(Long::parseLong)
                        .orElse(0L))
                .sum();
    }

    /** Whether so many more can be started. */
    public boolean allows(long threads) {
        return threads <= room;
    }

    /** Refuses a process whose BLAS, as it is loaded, and whose callers could not have a thread for each CPU. */
    public static void requireThreadsOver(int cpus) {
        read().require(2L * cpus, "threads: cpus=" + cpus);
        requireAddressSpace((cpus + 1) * ADDRESSES_OF_A_THREAD, Path.of("/"));
    }

    /** A BLAS that finds none for a buffer ends the process. */
    static void requireAddressSpace(long bytes, Path root) {
        KernelFiles files = new KernelFiles(root);
        OptionalLong most = limit("Max address space", files);
        long now = files.field("/proc/self/status", "VmSize")
                .map(size -> Long.parseLong(size.split(" ")[0]))
                .orElse(0L);
        if (most.isPresent() && most.getAsLong() / 1024 - now < bytes / 1024) {
            throw new ResourceUnavailableException("limit of address space leaves no room for a BLAS: ulimit -v="
                    + most.getAsLong() / 1024 + " KiB (now " + now + " KiB), expected room for " + bytes / 1024
                    + " KiB and the matrices; raise the limit, best to unlimited");
        }
    }

    /**
     * Refuses what takes more of them than may be started.
     *
     * @param what in words
     * @throws ResourceUnavailableException with the limits and what is needed
     */
    public void require(long threads, String what) {
        if (!allows(threads)) {
            throw new ResourceUnavailableException("limit of processes and threads leaves no room for " + what + ": "
                    + text + ", expected room for " + threads + "; raise the limit or lower the workers (--workers)");
        }
    }
}

package org.blaspool.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How many processes and threads this process's user and control group may have, for those who could start no more. */
public final class ProcessLimits {
    /** A worker's: its compilers', its collector's, its BLAS's. */
    public static final int THREADS_OF_A_JVM = 20;

    private ProcessLimits() {}

    /** The limits by the names under which they are raised: {@code ulimit -u=100 pids.max=20 (now 20)}. */
    public static String describe() {
        return describe(Path.of("/proc/self"), Path.of("/sys/fs/cgroup"));
    }

    static String describe(Path process, Path groups) {
        List<String> limits = new ArrayList<>();
        limits.add("ulimit -u=" + ofUser(process.resolve("limits")));
        try {
            for (String line : Files.readAllLines(process.resolve("cgroup"))) {
                // hierarchy:controllers:path; version 2 has one hierarchy, without a name.
                String[] parts = line.split(":", 3);
                Path group = parts.length == 3 && parts[1].equals("pids")
                        ? groups.resolve("pids" + parts[2])
                        : groups.resolve(parts[parts.length - 1].replaceFirst("^/", ""));
                Path limit = group.resolve("pids.max");
                if (Files.isReadable(limit)) {
                    limits.add("pids.max=" + Files.readString(limit).strip() + " (now "
                            + Files.readString(group.resolve("pids.current")).strip() + ")");
                }
            }
        } catch (IOException e) {
            // Without control groups there is no limit of theirs.
        }
        return String.join(" ", limits);
    }

    private static String ofUser(Path limits) {
        try {
            for (String line : Files.readAllLines(limits)) {
                if (line.startsWith("Max processes")) {
                    return line.substring("Max processes".length()).strip().split("\\s+")[0];
                }
            }
        } catch (IOException e) {
            // Not known, then.
        }
        return "?";
    }
}

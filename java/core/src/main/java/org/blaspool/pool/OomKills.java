package org.blaspool.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How often the kernel's out-of-memory killer has struck: the evidence for why a worker got SIGKILL from nobody. */
final class OomKills {
    private static final Path VMSTAT = Path.of("/proc/vmstat");
    private static final String FIELD = "oom_kill ";

    private final long atStart = count();

    /** How often since this was made; 0 also where the kernel does not tell. */
    long sinceStart() {
        return Math.max(0, count() - atStart);
    }

    private static long count() {
        try {
            return Files.readAllLines(VMSTAT).stream()
                    .filter(line -> line.startsWith(FIELD))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(FIELD.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}

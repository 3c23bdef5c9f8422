package org.blaspool.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of a process with each page that several processes share counted in equal parts: the kernel's proportional set
 * size (proc(5), {@code /proc/PID/smaps_rollup}).
 *
 * @param bytes in all
 * @param sharedBytes of it in shared memory (memfd); 0 before Linux 5.4, which does not tell
 */
record ProportionalMemory(long bytes, long sharedBytes) {
    static final ProportionalMemory NONE = new ProportionalMemory(0, 0);

    /** Of a process now; none where it has ended or may not be read. */
    static ProportionalMemory of(long pid) {
        return of(Path.of("/proc"), pid);
    }

    static ProportionalMemory of(Path proc, long pid) {
        try {
            return parse(Files.readString(proc.resolve(Long.toString(pid)).resolve("smaps_rollup")));
        } catch (IOException e) {
            return NONE;
        }
    }

    private static ProportionalMemory parse(String text) {
        long all = 0;
        long shared = 0;
        for (String line : text.split("\n")) {
            if (line.startsWith("Pss:")) {
                all = kibibytes(line);
            } else if (line.startsWith("Pss_Shmem:")) {
                shared = kibibytes(line);
            }
        }
        return new ProportionalMemory(all << 10, shared << 10);
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}

package org.blaspool.cli.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Which code a JVM had where when it ended, as it wrote it for perf: {@code START SIZE NAME} a line, in hexadecimal. */
final class PerfMap {
    private record Code(long end, String name) {}

    private final TreeMap<Long, Code> codes = new TreeMap<>();

    private PerfMap() {}

    /** Where perf looks for that of a process. */
    static Path fileOf(long pid) {
        return Path.of("/tmp/perf-" + pid + ".map");
    }

    /** An empty one where the process left none. */
    static PerfMap read(Path file) throws IOException {
        PerfMap map = new PerfMap();
        if (Files.isReadable(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 3);
                if (words.length == 3) {
                    long start = Long.parseUnsignedLong(words[0].replace("0x", ""), 16);
                    long bytes = Long.parseLong(words[1].replace("0x", ""), 16);
                    map.codes.put(start, new Code(start + bytes, words[2]));
                }
            }
        }
        return map;
    }

    /** Null where an address is in none. */
    String name(long address) {
        Map.Entry<Long, Code> code = codes.floorEntry(address);
        return code != null && address < code.getValue().end() ? code.getValue().name() : null;
    }
}

package org.blaspool.cli.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The top of a thread's user stack, from its stack pointer on. */
final class StackDump {
    private static final int WORD = Long.BYTES;

    private final long start;
    private final ByteBuffer bytes;
    private final int used;

    /** @param start the stack pointer */
    StackDump(long start, byte[] stack, int used) {
        this.start = start;
        bytes = ByteBuffer.wrap(stack).order(ByteOrder.nativeOrder());
        this.used = used;
    }

    /**
     * The Java frames above a return address into Java code. Each keeps a frame pointer: the place of the caller's frame
     * pointer, with the return address behind it. Code of the JDK and C libraries keeps none, so the first such pair is
     * looked for.
     *
     * @param address in Java code, to which the stack was unwound; 0 where it was sampled there itself
     */
    List<String> javaFrames(long address, PerfMap map) {
        List<String> frames = new ArrayList<>();
        int from = address == 0 ? 0 : behind(address);
        int pair = from < 0 ? -1 : firstPair(from, map);
        while (pair >= 0) {
            frames.add(map.name(bytes.getLong(pair + WORD)));
            int next = (int) (bytes.getLong(pair) - start);
            pair = isPair(next, map) ? next : -1;
        }
        return frames;
    }

    /** Behind the place where an address was pushed; perf shows that of the call, which is one before. */
    private int behind(long address) {
        for (int at = 0; at + WORD <= used; at += WORD) {
            if (bytes.getLong(at) == address + 1) {
                return at + WORD;
            }
        }
        return -1;
    }

    private int firstPair(int from, PerfMap map) {
        for (int at = from; at + 2 * WORD <= used; at += WORD) {
            if (isPair(at, map)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isPair(int at, PerfMap map) {
        if (at < 0 || at % WORD != 0 || at + 2 * WORD > used) {
            return false;
        }
        long saved = bytes.getLong(at);
        // The caller's frame may lie beyond what was dumped, yet not below this one.
        boolean above = saved > start + at && saved < start + at + (1 << 20) && saved % WORD == 0;
        return above && map.name(bytes.getLong(at + WORD)) != null;
    }

    /** Which code a JVM had where when it ended, as it wrote it for perf: {@code START SIZE NAME} a line, in hexadecimal. */
    static final class PerfMap {
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
            return code != null && address < code.getValue().end()
                    ? code.getValue().name()
                    : null;
        }
    }
}

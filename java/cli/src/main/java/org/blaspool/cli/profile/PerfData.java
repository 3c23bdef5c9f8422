package org.blaspool.cli.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The user stacks of the samples in a file of perf record ({@code --call-graph dwarf}), by the layout that
 * linux/perf_event.h and tools/perf/Documentation/perf.data-file-format.txt describe. perf itself unwinds them as far as
 * there is unwind information; what Java code compiled at run time has instead, frame pointers, is left to us.
 */
final class PerfData {
    /** A thread at a moment. */
    record Key(long tid, long nanos) {}

    private static final int RECORD_SAMPLE = 9;
    private static final int HEADER_ATTRIBUTES = 24;
    private static final int HEADER_DATA = 40;
    private static final int ATTRIBUTE_SAMPLE_TYPE = 24;
    private static final int ATTRIBUTE_REGS_USER = 80;

    private static final long TID_AND_TIME = 1 << 1 | 1 << 2;
    private static final long CALLCHAIN = 1 << 5;
    /** Registers and stack of the user. */
    private static final long STACK = 1 << 12 | 1 << 13;
    /** Words before the thread: identifier, instruction pointer. */
    private static final long BEFORE = 1 << 16 | 1;
    /** Words between the time and the call chain: address, id, stream's id, CPU, period. */
    private static final long BETWEEN = 1 << 3 | 1 << 6 | 1 << 9 | 1 << 7 | 1 << 8;
    /** Of lengths of their own, before the registers: values read, raw data, branches. */
    private static final long OTHERS = 1 << 4 | 1 << 10 | 1 << 11;

    /** Number of the register in asm/perf_regs.h. */
    private static final int STACK_POINTER = System.getProperty("os.arch").equals("aarch64") ? 31 : 7;

    private final Map<Key, StackDump> stacks = new HashMap<>();
    private final long sampleType;
    private final long registers;

    private PerfData(long sampleType, long registers) {
        this.sampleType = sampleType;
        this.registers = registers;
    }

    /** Reads a file of one event; stacks are empty where perf recorded others than we ask for. */
    static PerfData read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            bytes.order(ByteOrder.nativeOrder());
            int attribute = (int) bytes.getLong(HEADER_ATTRIBUTES);
            PerfData data = new PerfData(
                    bytes.getLong(attribute + ATTRIBUTE_SAMPLE_TYPE), bytes.getLong(attribute + ATTRIBUTE_REGS_USER));
            data.readAll(bytes, bytes.getLong(HEADER_DATA), bytes.getLong(HEADER_DATA + Long.BYTES));
            return data;
        }
    }

    private boolean has(long bits) {
        return (sampleType & bits) == bits;
    }

    private void readAll(ByteBuffer bytes, long offset, long size) {
        if (!has(STACK | TID_AND_TIME) || (sampleType & OTHERS) != 0) {
            return;
        }
        int at = (int) offset;
        while (at < offset + size) {
            int recordBytes = Short.toUnsignedInt(bytes.getShort(at + 6));
            if (recordBytes < 8) {
                return;
            }
            if (bytes.getInt(at) == RECORD_SAMPLE) {
                sample(bytes.duplicate().order(bytes.order()).position(at + 8));
            }
            at += recordBytes;
        }
    }

    private void sample(ByteBuffer bytes) {
        skip(bytes, BEFORE);
        bytes.getInt();
        long tid = bytes.getInt();
        long time = bytes.getLong();
        skip(bytes, BETWEEN);
        if (has(CALLCHAIN)) {
            bytes.position(bytes.position() + (int) (Long.BYTES * (1 + bytes.getLong(bytes.position()))));
        }
        long stackPointer = 0;
        if (bytes.getLong() != 0) { // which kind of registers; none in a kernel thread
            int place = Long.bitCount(registers & (1L << STACK_POINTER) - 1);
            stackPointer = bytes.getLong(bytes.position() + place * Long.BYTES);
            bytes.position(bytes.position() + Long.BYTES * Long.bitCount(registers));
        }
        int stackBytes = (int) bytes.getLong();
        if (stackBytes > 0) {
            byte[] stack = new byte[stackBytes];
            bytes.get(stack);
            int used = (int) bytes.getLong();
            stacks.put(new Key(tid, time), new StackDump(stackPointer, stack, Math.min(used, stackBytes)));
        }
    }

    /** Skips a word for each of these that a sample has. */
    private void skip(ByteBuffer bytes, long bits) {
        bytes.position(bytes.position() + Long.BYTES * Long.bitCount(sampleType & bits));
    }

    /** What a thread's stack held then; null where it was not taken. */
    StackDump stack(long tid, long nanos) {
        return stacks.get(new Key(tid, nanos));
    }

    /** The top of a thread's user stack, from its stack pointer on. */
    static final class StackDump {
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
}

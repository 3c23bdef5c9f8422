package org.blaspool.cli.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.cli.profile.PerfData.StackDump;
import org.blaspool.cli.profile.PerfData.StackDump.PerfMap;

/** Reads what {@code perf script} wrote, and completes stacks by the Java frames that perf cannot unwind. */
final class StackSamples {
    /** As {@code java  9291/9291  14593.105954900:}. */
    private static final Pattern HEAD = Pattern.compile("(.*?)\\s+(\\d+)/(\\d+)\\s+(\\d+)\\.(\\d{9}):.*");
    /** As {@code 14a9d94 dgemm_kernel_SKYLAKEX (/path/libopenblas.so.0)}. */
    private static final Pattern FRAME = Pattern.compile("\\s+([0-9a-f]+) (.*) \\((.*)\\)");

    private static final Pattern METHOD = Pattern.compile("(?:\\S+ )?([\\w.$<>]+)\\(.*\\)");

    private static final String INTERPRETED = "[interpreted]";
    private static final String INTERPRETER = "Interpreter";

    /** Stands for native frames that perf could not unwind, between a kernel of the BLAS and the Java code below it. */
    private static final String NOT_UNWOUND = "[not unwound]";
    /** With which threads begin: nobody has called these. */
    private static final Set<String> ROOTS = Set.of("start_thread", "clone3", "clone", "__clone3", "_start");

    private final PerfData data;
    private final Map<Long, PerfMap> maps = new HashMap<>();
    private final List<StackSample> samples = new ArrayList<>();

    private StackSamples(PerfData data) {
        this.data = data;
    }

    /**
     * @param script written with {@code --no-inline --ns -F comm,pid,tid,time,ip,sym,dso}
     * @param data the file that it was written from
     */
    static List<StackSample> read(Path script, Path data) throws IOException {
        StackSamples reader = new StackSamples(PerfData.read(data));
        Matcher head = null;
        List<Matcher> frames = new ArrayList<>();
        for (String line : Files.readAllLines(script)) {
            Matcher frame = FRAME.matcher(line);
            Matcher newHead = HEAD.matcher(line);
            if (frame.matches()) {
                frames.add(frame);
            } else if (newHead.matches()) {
                reader.add(head, frames);
                head = newHead;
                frames.clear();
            }
        }
        reader.add(head, frames);
        return reader.samples;
    }

    private void add(Matcher head, List<Matcher> unwound) throws IOException {
        if (head == null || unwound.isEmpty()) {
            return;
        }
        long pid = Long.parseLong(head.group(2));
        long tid = Long.parseLong(head.group(3));
        long nanos = Long.parseLong(head.group(4)) * 1_000_000_000 + Long.parseLong(head.group(5));
        List<String> frames = new ArrayList<>();
        for (Matcher frame : unwound) {
            frames.add(name(frame));
        }
        Matcher outermost = unwound.get(unwound.size() - 1);
        StackDump stack = data.stack(tid, nanos);
        if (stack != null && !ROOTS.contains(outermost.group(2))) {
            boolean known = isJava(outermost) && !isSampledThere(unwound);
            long address = known ? Long.parseUnsignedLong(outermost.group(1), 16) : 0;
            List<String> callers = stack.javaFrames(address, map(pid));
            if (!isJava(outermost) && !callers.isEmpty()) {
                frames.add(NOT_UNWOUND);
                nativeFunction(readable(callers.get(0))).ifPresent(frames::add);
            }
            callers.forEach(java -> frames.add(readable(java)));
        }
        Collections.reverse(frames);
        removeNameless(frames);
        samples.add(new StackSample(head.group(1).strip(), pid, nanos, frames));
    }

    /** Which method an interpreter's frame belongs to perf cannot say; but for the innermost they only split stacks. */
    private static void removeNameless(List<String> frames) {
        String innermost = frames.get(frames.size() - 1);
        frames.removeIf(frame -> frame.equals(INTERPRETED) || frame.startsWith("StubRoutines"));
        if (innermost.equals(INTERPRETED) || frames.isEmpty()) {
            frames.add(innermost);
        }
    }

    /** What a native method of ours calls, by JNI's rule for names; compiled, such a method does nothing else. */
    private static Optional<String> nativeFunction(String method) {
        return method.startsWith("org.blaspool.jni.Native")
                ? Optional.of("Java_" + method.replace('.', '_'))
                : Optional.empty();
    }

    private static boolean isJava(Matcher frame) {
        return frame.group(3).startsWith("/tmp/perf-");
    }

    /** Whether no user frame but the outermost is there; above it the kernel may be. */
    private static boolean isSampledThere(List<Matcher> unwound) {
        int last = unwound.size() - 1;
        return last == 0 || unwound.get(last - 1).group(3).startsWith("[kernel");
    }

    private PerfMap map(long pid) throws IOException {
        PerfMap map = maps.get(pid);
        if (map == null) {
            map = PerfMap.read(PerfMap.fileOf(pid));
            maps.put(pid, map);
        }
        return map;
    }

    private static String name(Matcher frame) {
        String symbol = frame.group(2);
        String file = frame.group(3);
        if (symbol.equals("[unknown]")) {
            return "[" + file.substring(file.lastIndexOf('/') + 1).replaceAll("[\\[\\]]", "") + "]";
        }
        return file.startsWith("[kernel") ? symbol + "_[k]" : isJava(frame) ? readable(symbol) : symbol;
    }

    /** {@code void org.blaspool.jni.NativeBlas.dgemm(long, int)} without its types. */
    private static String readable(String symbol) {
        if (symbol.equals(INTERPRETER)) {
            return INTERPRETED;
        }
        Matcher java = METHOD.matcher(symbol);
        return java.matches() ? java.group(1) : symbol.replace(';', ':');
    }

    /**
     * What a thread was doing at a moment.
     *
     * @param thread its name
     * @param nanos when, on the machine's monotonic clock
     * @param frames from the outermost to the innermost
     */
    record StackSample(String thread, long pid, long nanos, List<String> frames) {}
}

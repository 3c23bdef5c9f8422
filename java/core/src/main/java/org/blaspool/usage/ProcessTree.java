package org.blaspool.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** This process and those that it started, theirs included, as /proc has them. */
public final class ProcessTree {
    /** Linux reports CPU time to programs in hundredths of a second, whatever the kernel's own tick (USER_HZ). */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int MINOR_FAULTS = 10;
    private static final int MAJOR_FAULTS = 12;
    private static final int USER_TICKS = 14;
    private static final int SYSTEM_TICKS = 15;
    private static final int REAPED_USER_TICKS = 16;
    private static final int REAPED_SYSTEM_TICKS = 17;

    private ProcessTree() {}

    public static long own() {
        return ProcessHandle.current().pid();
    }

    /** The processes that this one started and theirs, as far as they live. */
    public static Set<Long> descendants() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** CPU nanoseconds of the whole tree so far, ended and reaped processes included. */
    public static long cpuNanos() {
        long ticks = ticks(own());
        for (long pid : descendants()) {
            ticks += ticks(pid);
        }
        return ticks * NANOS_PER_TICK;
    }

    private static long ticks(long pid) {
        String[] fields = stat(pid);
        return fields.length == 0
                ? 0
                : number(fields, USER_TICKS)
                        + number(fields, SYSTEM_TICKS)
                        + number(fields, REAPED_USER_TICKS)
                        + number(fields, REAPED_SYSTEM_TICKS);
    }

    /** What the descendants used since they started, to a hundredth of a second; context switches are not told. */
    public static Usage usageOfDescendants() {
        Usage sum = Usage.NONE;
        for (long pid : descendants()) {
            String[] fields = stat(pid);
            if (fields.length > 0) {
                sum = sum.plus(new Usage(
                        number(fields, USER_TICKS) * NANOS_PER_TICK,
                        number(fields, SYSTEM_TICKS) * NANOS_PER_TICK,
                        number(fields, MINOR_FAULTS) + number(fields, MAJOR_FAULTS),
                        0,
                        0));
            }
        }
        return sum;
    }

    private static long number(String[] fields, int number) {
        return Long.parseLong(fields[number]);
    }

    /** The fields of proc(5)'s stat under their numbers there; empty where the process has ended. */
    private static String[] stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field is the program's name in parentheses and may hold blanks and parentheses itself.
            return ("- - - " + text.substring(text.lastIndexOf(')') + 2).strip()).split(" ");
        } catch (IOException e) {
            return new String[0];
        }
    }
}

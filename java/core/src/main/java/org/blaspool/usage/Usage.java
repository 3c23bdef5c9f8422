package org.blaspool.usage;

import org.blaspool.jni.NativeProcess;

/**
 * What processes used, by the kernel's account (getrusage).
 *
 * @param userNanos CPU time in user mode
 * @param systemNanos CPU time in the kernel
 * @param pageFaults minor and major
 * @param contextSwitches voluntary and involuntary
 * @param involuntarySwitches those that another runnable thread caused
 */
public record Usage(long userNanos, long systemNanos, long pageFaults, long contextSwitches, long involuntarySwitches) {
    /** How many numbers {@link NativeProcess#usage} returns. */
    public static final int VALUES = 6;

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** Of this process since it started. */
    public static Usage ofThisProcess() {
        return of(NativeProcess.usage());
    }

    /** What a process reported, as {@link NativeProcess#usage} has it. */
    public static Usage of(long[] usage) {
        return new Usage(
                usage[NativeProcess.USER_NANOS],
                usage[NativeProcess.SYSTEM_NANOS],
                usage[NativeProcess.MINOR_FAULTS] + usage[NativeProcess.MAJOR_FAULTS],
                usage[NativeProcess.VOLUNTARY_SWITCHES] + usage[NativeProcess.INVOLUNTARY_SWITCHES],
                usage[NativeProcess.INVOLUNTARY_SWITCHES]);
    }

    public Usage plus(Usage other) {
        return new Usage(
                userNanos + other.userNanos,
                systemNanos + other.systemNanos,
                pageFaults + other.pageFaults,
                contextSwitches + other.contextSwitches,
                involuntarySwitches + other.involuntarySwitches);
    }

    public Usage minus(Usage earlier) {
        return new Usage(
                userNanos - earlier.userNanos,
                systemNanos - earlier.systemNanos,
                pageFaults - earlier.pageFaults,
                contextSwitches - earlier.contextSwitches,
                involuntarySwitches - earlier.involuntarySwitches);
    }
}

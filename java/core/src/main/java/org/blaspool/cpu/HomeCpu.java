package org.blaspool.cpu;

import org.blaspool.jni.NativeAffinity;

/**
 * The CPU on which a thread that is not pinned wakes. When a batch starts, its workers are woken by threads that are
 * running just then, on the very CPUs that are meant for the workers; the kernel then often puts two workers on one CPU,
 * and an idle CPU takes one over only milliseconds later, by which time a short product is done. A thread that is
 * confined to a CPU of its own while it sleeps wakes there; it has all its CPUs again as soon as it runs, so that the
 * kernel may move it from a CPU that is taken.
 *
 * <p>Where operands are sent, a worker and the threads that feed it (two of the parent, or one of an array server) hand
 * each other buffers all the time; they {@linkplain #stay() stay} at the worker's home for the batch. Each home has one such
 * group, and products go to whoever is free, so that a CPU that another process has taken computes fewer of them.
 *
 * <p>For the one thread that waits and computes; it must start no thread while it waits. Homes are of crews that take
 * every core, see {@link CpuPlacement#homes}: among CPUs to spare the kernel finds an idle one.
 */
public final class HomeCpu {
    /** What stands for no home where CPUs are given as numbers. */
    public static final int NONE = -1;

    /** To wake an idle CPU takes some 30 us in a virtual machine: work that is not many times longer is not spread. */
    private static final long WORTHWHILE_NANOS = 200_000;

    private final int cpu;
    private boolean usable;
    private boolean worthwhile;

    /** @param cpu its number, or {@link #NONE}: the thread wakes wherever the kernel likes */
    public HomeCpu(int cpu) {
        this.cpu = cpu;
        usable = cpu != NONE;
    }

    /** How long the thread was at work when it was last woken for work: its next is taken to be as long. */
    public void worked(long nanos) {
        worthwhile = nanos >= WORTHWHILE_NANOS;
    }

    /** Before the calling thread waits; nothing where it last worked too little. Where its mask cannot be set it keeps that, from then on. */
    public void enter() {
        if (usable && worthwhile) {
            usable = NativeAffinity.goHome(cpu);
        }
    }

    /** Before work in which the calling thread waits again and again, for what another thread at the same home hands it. */
    public void stay() {
        if (usable) {
            usable = NativeAffinity.goHome(cpu);
        }
    }

    /** As soon as the calling thread is awake, or has done what it stayed for. */
    public void leave() {
        if (usable) {
            NativeAffinity.leaveHome();
        }
    }
}

package org.blaspool.cpu;

import org.blaspool.jni.NativeAffinity;

/**
 * The calling thread pinned to a set of CPUs for as long as the scope is open. Threads that it starts meanwhile inherit
 * its mask. To be closed by the thread that opened it; not thread-safe.
 */
public final class Pinning implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final CpuSet cpus;
    private final String before;
    private boolean open = true;

    private Pinning(CpuSet cpus, String before) {
        this.cpus = cpus;
        this.before = before;
    }

    /**
     * Pins the calling thread and reads the mask back.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the kernel does not give all of these CPUs
     */
    public static Pinning pin(CpuSet cpus) {
        String before = NativeAffinity.get(0);
        NativeAffinity.set(0, cpus.toString());
        return new Pinning(cpus, before);
    }

    /** The CPUs that the thread is pinned to. */
    public CpuSet cpus() {
        return cpus;
    }

    /** Gives the thread the mask that it had before. */
    @Override
    public void close() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("pinning closed by another thread: owner=" + owner.getName() + " caller="
                    + Thread.currentThread().getName());
        }
        if (open) {
            open = false;
            NativeAffinity.set(0, before);
        }
    }
}

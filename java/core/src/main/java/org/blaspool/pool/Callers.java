package org.blaspool.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.cpu.CpuSet;
import org.blaspool.cpu.HomeCpu;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.StoppedException;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.task.ParallelLoop;

/** Threads that call a BLAS: each with a roomy stack and, where asked, on CPUs of its own. For one user at a time. */
public final class Callers implements AutoCloseable {
    private final List<Caller> threads = new ArrayList<>();
    private final List<String> masks = new ArrayList<>();

    /**
     * @param cpus the CPUs of each; empty: not pinned
     * @param homes the CPU on which each wakes; empty: none has one
     * @throws org.blaspool.error.ResourceUnavailableException where a thread cannot be started or pinned
     */
    public Callers(int count, List<CpuSet> cpus, List<Integer> homes) {
        ProcessLimits.read().require(count, "threads: workers=" + count);
        for (int i = 0; i < count; i++) {
            String name = "blaspool-caller-" + i;
            threads.add(new Caller(name, new HomeCpu(homes.isEmpty() ? HomeCpu.NONE : homes.get(i))));
        }
        try {
            onEach(slot -> {
                if (!cpus.isEmpty()) {
                    NativeAffinity.set(0, cpus.get(slot).toString());
                }
            });
            List<String> found = new ArrayList<>(Collections.nCopies(count, ""));
            onEach(slot -> found.set(slot, NativeAffinity.get(0)));
            masks.addAll(found);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public int count() {
        return threads.size();
    }

    /** The affinity mask of each, read back. */
    public List<String> masks() {
        return masks;
    }

    /** Runs a body on every thread, which gets its number, and waits for all. */
    public void onEach(IntConsumer body) {
        onFirst(threads.size(), body, () -> {});
    }

    /**
     * The same on no more threads than there is work for, the same ones each time; the others sleep on. Whatever happens,
     * no thread is busy with a body any more when this ends: what they work on may be given back then.
     *
     * @param stop what has bodies end early, for a caller that is interrupted
     * @throws StoppedException where the caller is interrupted
     */
    public void onFirst(long most, IntConsumer body, Runnable stop) {
        int count = (int) Math.min(threads.size(), most);
        List<Future<Object>> running = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            int own = slot;
            running.add(threads.get(slot).submit(() -> {
                body.accept(own);
                return null;
            }));
        }
        ParallelLoop.await(running, stop, "threads");
    }

    /** Interrupts the bodies that run, for users' code that waits for something. */
    public void interrupt() {
        threads.forEach(Caller::interrupt);
    }

    @Override
    public void close() {
        threads.forEach(Caller::shutdownNow);
    }

    /** One thread, at home between two bodies. Who waits for a body does not wait for the way home. */
    private static final class Caller extends ThreadPoolExecutor {
        private final HomeCpu home;
        private volatile Thread thread;
        private long begun;

        Caller(String name, HomeCpu home) {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(null, task, name, BlasLibrary.CALLER_STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            });
            this.home = home;
        }

        @Override
        protected void beforeExecute(Thread own, Runnable body) {
            thread = own;
            home.leave();
            begun = System.nanoTime();
        }

        /** Of a thread without a body it means nothing. */
        void interrupt() {
            Thread own = thread;
            if (own != null) {
                own.interrupt();
            }
        }

        @Override
        protected void afterExecute(Runnable body, Throwable failure) {
            home.worked(System.nanoTime() - begun);
            home.enter();
        }
    }
}

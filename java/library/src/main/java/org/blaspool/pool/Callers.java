package org.blaspool.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.blaspool.blas.Blas;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.StoppedException;
import org.blaspool.jni.NativeAffinity;

/** Threads that call a BLAS: each with a roomy stack and, where asked, on CPUs of its own. For one user at a time. */
public final class Callers implements AutoCloseable {
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<String> masks = new ArrayList<>();

    /**
     * @param cpus the CPUs of each; empty: not pinned
     * @throws org.blaspool.error.ResourceUnavailableException where a thread cannot be pinned
     */
    public Callers(int count, List<CpuSet> cpus) {
        for (int i = 0; i < count; i++) {
            String name = "blaspool-caller-" + i;
            threads.add(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(null, task, name, Blas.CALLER_STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            }));
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
        } catch (RuntimeException e) {
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
        List<Future<?>> running = new ArrayList<>();
        for (int slot = 0; slot < threads.size(); slot++) {
            int own = slot;
            running.add(threads.get(slot).submit(() -> body.accept(own)));
        }
        RuntimeException failure = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failure = failure != null ? failure : (RuntimeException) e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedException("interrupted while threads were busy");
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}

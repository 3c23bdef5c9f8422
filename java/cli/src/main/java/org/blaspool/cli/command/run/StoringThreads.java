package org.blaspool.cli.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.blaspool.error.StoppedException;

/** Threads that check and store results: each file is synced, and waiting for the disk is best done several at a time. */
final class StoringThreads implements AutoCloseable {
    private static final long GRACE_SECONDS = 10;

    private final ExecutorService executor;

    StoringThreads(int threads) {
        executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "blaspool-storing");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does a step for each index, and waits for all.
     *
     * @throws StoppedException where the calling thread is interrupted; steps that began are finished
     */
    void forEach(int count, IntConsumer step) {
        List<Future<?>> futures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            futures.add(executor.submit(() -> step.accept(index)));
        }
        try {
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            futures.forEach(future -> future.cancel(false));
            finishWhatBegan();
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped while storing results", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            futures.forEach(future -> future.cancel(false));
        }
    }

    private void finishWhatBegan() {
        executor.shutdown();
        try {
            executor.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}

package org.blaspool.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;
import org.blaspool.run.ThreeStages.StageError;

/** Threads that check and store results: waiting for the disk is best done several at a time. */
final class StoringThreads implements AutoCloseable {
    private static final long GRACE_SECONDS = 10;

    private final int threads;
    private final ExecutorService executor;

    StoringThreads(int threads) {
        this.threads = threads;
        executor = Executors.newFixedThreadPool(threads, FileReaders.daemons("blaspool-storing"));
    }

    /**
     * Does a step for each index, in order of the indices as far as they are begun, and waits for all. After one has
     * failed no further step is begun, and when its failure is thrown none is under way.
     *
     * @throws StoppedException where the calling thread is interrupted; steps that began are finished
     */
    void forEach(int count, IntConsumer step) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> futures = new ArrayList<>(threads);
        for (int i = 0; i < Math.min(threads, count); i++) {
            futures.add(executor.submit(() -> work(count, step, next)));
        }
        RuntimeException failure = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (InterruptedException e) {
                next.set(count);
                finishWhatBegan();
                Thread.currentThread().interrupt();
                throw new StoppedException("stopped while storing results", e);
            } catch (ExecutionException e) {
                failure = failure != null ? failure : StageError.unchecked(e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void work(int count, IntConsumer step, AtomicInteger next) {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                step.accept(i);
            }
        } catch (RuntimeException | Error e) {
            next.set(count);
            throw e;
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

package org.blaspool.run;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;

/**
 * Reading, computing and writing at the same time, each one window after another: while one is computed, the next is read
 * and the last is written. Windows pass through slots, which go round; with three slots all stages overlap, with one
 * there is no overlap, and never is more in memory than the slots hold.
 *
 * <pre>{@code
 *   free slots -> reading (a thread) -> computing (the caller's thread) -> writing (a thread) -> free slots
 * }</pre>
 *
 * <p>Whatever fails in a stage ends all: no window is read any more, what was computed is still written, and the first
 * failure is thrown.
 *
 * @param <S> a slot
 */
final class ThreeStages<S> {
    /** Below the 20 s that a stopped process has, and enough for a window to reach a slow disk. */
    private static final long DRAIN_SECONDS = 15;

    private final Stages<S> stages;
    private final BlockingQueue<S> free = new LinkedBlockingQueue<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(FileReaders.daemons("blaspool-reading"));
    private final ExecutorService writer = Executors.newSingleThreadExecutor(FileReaders.daemons("blaspool-writing"));
    /** The reader's alone. */
    private boolean ended;

    /** The writer's alone. */
    private boolean unwritable;

    /** What the stages do with a slot. */
    interface Stages<S> {
        /** Fills a slot with the next window; false where there is none. Interrupted when it is not wanted any more. */
        boolean read(S slot);

        /** On the caller's thread, which a signal interrupts; false where no further window is wanted. */
        boolean compute(S slot);

        /** Never interrupted. */
        void write(S slot);
    }

    ThreeStages(Stages<S> stages, Collection<S> slots) {
        this.stages = stages;
        free.addAll(slots);
    }

    /**
     * Takes all windows through; once.
     *
     * @throws StoppedException where the calling thread is interrupted; what was computed until then is written
     */
    void run() {
        try {
            computeAll();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            finish();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void computeAll() {
        Deque<Future<S>> windows = new ArrayDeque<>();
        for (int ahead = free.size(); ahead > 0; ahead--) {
            windows.add(reader.submit(this::read));
        }
        try {
            boolean more = true;
            while (more) {
                S slot = windows.remove().get();
                if (slot == null || failure.get() != null) {
                    return;
                }
                more = stages.compute(slot);
                writer.execute(() -> write(slot));
                windows.add(reader.submit(this::read));
            }
        } catch (ExecutionException e) {
            throw StageError.unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped between two windows", e);
        }
    }

    /** A slot with the next window; null where there is none, or it is not wanted. */
    private S read() throws InterruptedException {
        S slot = free.take();
        if (ended || failure.get() != null) {
            return null;
        }
        ended = true; // unless this reading goes well
        ended = !stages.read(slot);
        return ended ? null : slot;
    }

    private void write(S slot) {
        try {
            if (!unwritable) {
                stages.write(slot);
            }
        } catch (RuntimeException | Error e) {
            unwritable = true;
            failure.compareAndSet(null, StageError.unchecked(e));
        } finally {
            free.add(slot); // and who waits for a window sees what failed
        }
    }

    /** Waits for what is under way; a thread that was interrupted to get here waits all the same, but not for ever. */
    private void finish() {
        boolean interrupted = Thread.interrupted();
        writer.shutdown();
        interrupted |= await(writer, interrupted ? drained() : Long.MAX_VALUE);
        reader.shutdownNow();
        interrupted |= await(reader, drained());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long drained() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    }

    /** Whether this thread was interrupted meanwhile, from when on the time that it waits is bounded. */
    private static boolean await(ExecutorService stage, long deadline) {
        boolean interrupted = false;
        long until = deadline;
        while (true) {
            try {
                stage.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                until = Math.min(until, drained());
            }
        }
    }

    /** An error of a stage's thread, for the caller's. */
    static final class StageError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private StageError(Throwable cause) {
            super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        }

        static RuntimeException unchecked(Throwable e) {
            return e instanceof RuntimeException known ? known : new StageError(e);
        }

        /** Waits for a step, interrupted or not: half of one is worth nothing. What failed of it is thrown. */
        static <T> T join(CompletableFuture<T> step) {
            try {
                return step.join();
            } catch (CompletionException e) {
                throw unchecked(e.getCause());
            }
        }
    }
}

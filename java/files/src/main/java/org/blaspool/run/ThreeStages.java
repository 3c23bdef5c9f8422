package org.blaspool.run;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
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

    private static final long LOOKS_EVERY_MILLIS = 50;

    private final Stages<S> stages;
    /** Slots on their way; an empty one marks the end. */
    private final BlockingQueue<Optional<S>> free = new LinkedBlockingQueue<>();

    private final BlockingQueue<Optional<S>> read = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<S>> computed = new LinkedBlockingQueue<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean closing;

    /** What the stages do with a slot. */
    interface Stages<S> {
        /** Fills a slot with the next window; false where there is none. Interrupted when it is not wanted any more. */
        boolean read(S slot);

        /** On the caller's thread, which a signal interrupts; false where no further window is wanted. */
        boolean compute(S slot);

        /** Never interrupted. */
        void write(S slot);
    }

    ThreeStages(Stages<S> stages, Iterable<S> slots) {
        this.stages = stages;
        slots.forEach(slot -> free.add(Optional.of(slot)));
    }

    /**
     * Takes all windows through.
     *
     * @throws StoppedException where the calling thread is interrupted; what was computed until then is written
     */
    void run() {
        Thread reader = thread("blaspool-reading", this::readAll);
        Thread writer = thread("blaspool-writing", this::writeAll);
        try {
            computeAll();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            finish(reader, writer);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = FileReaders.daemons(name).newThread(task);
        thread.start();
        return thread;
    }

    private void readAll() {
        try {
            while (!closing) {
                Optional<S> turn = free.take();
                if (!stages.read(turn.get())) {
                    break;
                }
                read.add(turn);
            }
        } catch (InterruptedException e) {
            // Nothing more is wanted.
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            read.add(Optional.empty());
        }
    }

    private void computeAll() {
        try {
            for (Optional<S> turn = read.take(); !turn.isEmpty() && failure.get() == null; turn = read.take()) {
                boolean more = stages.compute(turn.get());
                computed.add(turn);
                if (!more) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped between two windows", e);
        }
    }

    private void writeAll() {
        try {
            for (Optional<S> turn = computed.take(); !turn.isEmpty(); turn = computed.take()) {
                stages.write(turn.get());
                free.add(turn);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts this thread
        } catch (RuntimeException | Error e) {
            fail(e);
            read.add(Optional.empty()); // wakes who would wait for a window that never comes
        }
    }

    private void fail(Throwable e) {
        if (!closing) {
            failure.compareAndSet(null, StageError.unchecked(e));
        }
    }

    /** Waits for what is under way; a thread that was interrupted to get here waits all the same, but not for ever. */
    private void finish(Thread reader, Thread writer) {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        computed.add(Optional.empty());
        interrupted |= join(writer, interrupted ? deadline : Long.MAX_VALUE);
        closing = true;
        reader.interrupt();
        interrupted |= join(reader, System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this thread was interrupted meanwhile, from when on the time that it waits is bounded. */
    private static boolean join(Thread thread, long deadline) {
        boolean interrupted = false;
        long until = deadline;
        while (thread.isAlive() && System.nanoTime() < until) {
            try {
                thread.join(LOOKS_EVERY_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
                until = Math.min(until, System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
            }
        }
        return interrupted;
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
    }
}

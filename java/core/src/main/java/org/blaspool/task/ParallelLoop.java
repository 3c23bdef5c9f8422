package org.blaspool.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.blaspool.error.StoppedException;

/** A loop whose iterations do not depend on each other, over a few threads that end with it. */
public final class ParallelLoop {
    private final int threads;

    public ParallelLoop(int threads) {
        this.threads = Math.max(1, threads);
    }

    /** Runs {@code body} for 0 to {@code count} - 1, in any order; the first exception ends the loop and is thrown. */
    public void forEach(long count, LongConsumer body) {
        AtomicLong next = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try {
                for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    body.accept(i);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(count);
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, count); i++) {
            Thread thread = new Thread(work, "blaspool-loop-" + i);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // A limit of threads: those that are there do it all. Nobody leaves them alone with what they work on.
                break;
            }
            others.add(thread);
        }
        work.run();
        others.forEach(ParallelLoop::join);
        rethrow(failure.get());
    }

    /** Waits for a thread: what it works on must not be released under it. */
    public static void join(Thread thread) {
        uninterrupted(thread::join);
    }

    /** What waits and may be interrupted. */
    @FunctionalInterface
    public interface Wait {
        void await() throws InterruptedException;
    }

    /** Waits to the end; an interrupt is kept for later. */
    public static void uninterrupted(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for all of them, whatever happens: what they work on may be given back when this ends.
     *
     * @param stop what has them end early, for a caller that is interrupted
     * @param who works, as the message of an interrupt says
     * @return what each gave, in order
     * @throws StoppedException where the caller is interrupted
     */
    public static <T> List<T> await(List<? extends Future<T>> running, Runnable stop, String who) {
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        boolean interrupted = false;
        for (int next = 0; next < running.size(); ) {
            try {
                results.add(running.get(next).get());
                next++;
            } catch (ExecutionException e) {
                failure = failure != null ? failure : e.getCause();
                next++;
            } catch (InterruptedException e) {
                interrupted = true;
                stop.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted while " + who + " were busy");
        }
        rethrow(failure);
        return results;
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }
}

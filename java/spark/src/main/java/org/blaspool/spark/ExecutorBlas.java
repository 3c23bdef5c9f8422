package org.blaspool.spark;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.error.ResourceUnavailableException;

/**
 * The BLAS of this JVM, loaded by the first task and kept for the others. How many threads it has belongs to the process:
 * tasks that want another number wait until nobody computes.
 */
final class ExecutorBlas {
    private static ExecutorBlas warm;

    private final String spec;
    private final BlasLibrary blas;
    private ThreadLimit limit;
    private int users;

    private ExecutorBlas(String spec) {
        this.spec = spec;
        this.blas = BlasSpec.parse(spec).open();
    }

    /** What one task computes. */
    interface Work<T> {
        T with(BlasLibrary blas) throws Exception;
    }

    /**
     * Computes on a thread of its own: Spark's have a stack that is too small to call a BLAS from.
     *
     * @param spec as after --blas
     * @param threads of each call
     * @throws ResourceUnavailableException where it is not there, cannot have so many threads, or another one was loaded
     */
    static <T> T compute(String spec, int threads, Work<T> work) throws Exception {
        ExecutorBlas owner = warm(spec);
        owner.enter(threads);
        try {
            FutureTask<T> task = new FutureTask<>(() -> work.with(owner.blas));
            Thread caller = new Thread(null, task, "blaspool-spark", BlasLibrary.CALLER_STACK_BYTES);
            caller.setDaemon(true);
            caller.start();
            return await(task, caller);
        } finally {
            owner.leave();
        }
    }

    private static synchronized ExecutorBlas warm(String spec) {
        if (warm == null) {
            warm = new ExecutorBlas(spec);
        }
        if (!warm.spec.equals(spec)) {
            throw new ResourceUnavailableException("executor has loaded another BLAS: blas=" + spec + ", it has "
                    + warm.spec + "; one Spark application takes one BLAS");
        }
        return warm;
    }

    private synchronized void enter(int threads) throws InterruptedException {
        while (users > 0 && limit.requested() != threads) {
            wait();
        }
        if (limit == null || limit.requested() != threads) {
            if (limit != null) {
                limit.close();
            }
            limit = null; // so that a limit that cannot be had leaves none
            limit = blas.limitThreads(threads);
        }
        users++;
    }

    private synchronized void leave() {
        users--;
        notifyAll();
    }

    /** Until the caller has ended, killed or not: it still computes in the BLAS. */
    private static <T> T await(FutureTask<T> work, Thread caller) throws Exception {
        boolean interrupted = false;
        while (true) {
            try {
                caller.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                caller.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}

package org.blaspool.spark;

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

    /** One task's use of it, until it is closed. */
    static final class Lease implements AutoCloseable {
        private final ExecutorBlas owner;

        private Lease(ExecutorBlas owner) {
            this.owner = owner;
        }

        BlasLibrary blas() {
            return owner.blas;
        }

        @Override
        public void close() {
            synchronized (owner) {
                owner.users--;
                owner.notifyAll();
            }
        }
    }

    /**
     * @param spec as after --blas
     * @param threads of each call
     * @throws ResourceUnavailableException where it is not there, cannot have so many threads, or another one was loaded
     */
    static Lease lease(String spec, int threads) throws InterruptedException {
        return warm(spec).use(threads);
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

    private synchronized Lease use(int threads) throws InterruptedException {
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
        return new Lease(this);
    }
}

package org.blaspool;

import org.blaspool.blas.BlasSpec;

/**
 * A BLAS that was loaded into this process. Thread-safe: a kind that cannot be called by several threads at once queues
 * its callers. A thread that calls it needs a roomy stack (16 MiB); the threads of a {@link BlasPool} have one.
 */
public interface Blas extends AutoCloseable {
    /**
     * Loads a BLAS. A native library stays loaded until the process ends.
     *
     * @param kind {@code bundled}, {@code system}, {@code jblas}, {@code netlib}, or the path or file name of a library
     *     with a C interface to BLAS
     * @throws IllegalArgumentException where that is none of these
     * @throws BlaspoolException where it is not there or cannot be loaded
     */
    static Blas open(String kind) {
        return BlasSpec.parse(kind).open();
    }

    /** Threads of each call now; 0 where it cannot tell. */
    int threads();

    /**
     * Limits the threads of each call, for the whole process, until the limit is closed. Waits for the products that are
     * being computed, unless that count holds already; a batch that runs is not waited for, but goes on with the smaller
     * count.
     *
     * @throws IllegalArgumentException where it is not positive
     * @throws BlaspoolException where that count cannot be had
     */
    ThreadLimit limitThreads(int threads);

    /** {@code C <- A B}, in the calling thread, with what threads of its own the BLAS has. */
    default void multiply(Matrix a, Matrix b, Matrix c) {
        multiply(1, a, b, 0, c);
    }

    /**
     * {@code C <- alpha A B + beta C}; with beta = 0, C is written without being read.
     *
     * @param a m x k
     * @param b k x n
     * @param c m x n; it overlaps neither operand
     * @throws IllegalArgumentException where shapes do not agree, or matrices overlap
     */
    void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c);

    /** Lets go of it. */
    @Override
    void close();
}

package org.blaspool.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a chunk's products, as a task reports it. Filled by one thread. A plain class and no record, as {@link
 * ShippedProduct} is.
 */
final class ChunkOutcome implements Serializable {
    private static final long serialVersionUID = 1;

    /** The executor's number and host. */
    final String executor;
    /** 0 where the task ran for the first time. */
    final int attempt;
    /** Which one computed. */
    final String blas;
    /** Of each product, read back; 0 where the BLAS cannot tell. */
    final int blasThreads;
    /** A line for each product that failed. */
    final List<String> failures = new ArrayList<>();

    int stored;
    /** Results that were there: of an attempt that was lost. */
    int found;
    /** Of what was stored, as {@link #computeNanos}. */
    double flop;

    long computeNanos;

    ChunkOutcome(String executor, int attempt, String blas, int blasThreads) {
        this.executor = executor;
        this.attempt = attempt;
        this.blas = blas;
        this.blasThreads = blasThreads;
    }

    void stored(double productFlop, long nanos) {
        stored++;
        flop += productFlop;
        computeNanos += nanos;
    }

    void failed(ShippedProduct product, String reason) {
        failures.add(product.place + " out=" + product.out + ", " + reason);
    }
}

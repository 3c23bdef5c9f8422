package org.blaspool.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What became of a chunk's products, as a task reports it. Filled by one thread. */
final class ChunkOutcome implements Serializable {
    private static final long serialVersionUID = 1;

    private final String executor;
    private final int attempt;
    private final String blas;
    private final int blasThreads;
    private final ArrayList<String> failures = new ArrayList<>();
    private int stored;
    private int found;
    private double flop;
    private long computeNanos;

    /**
     * @param executor its number and host
     * @param attempt 0 where the task ran for the first time
     * @param blas which one computed
     * @param blasThreads of each product, read back; 0 where the BLAS cannot tell
     */
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

    /** The result was there: of an attempt that was lost. */
    void found() {
        found++;
    }

    void failed(ShippedProduct product, String reason) {
        failures.add(product.place() + " out=" + product.out() + ", " + reason);
    }

    String executor() {
        return executor;
    }

    int attempt() {
        return attempt;
    }

    String blas() {
        return blas;
    }

    int blasThreads() {
        return blasThreads;
    }

    List<String> failures() {
        return failures;
    }

    int stored() {
        return stored;
    }

    int foundCount() {
        return found;
    }

    double flop() {
        return flop;
    }

    long computeNanos() {
        return computeNanos;
    }
}

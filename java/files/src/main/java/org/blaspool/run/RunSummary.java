package org.blaspool.run;

import java.util.List;

/**
 * What became of the products of a run, field by field as {@code blaspool.run/1} has it.
 *
 * @param products entries of this shard
 * @param stored results that were computed, verified and stored
 * @param skipped results that were there already
 * @param failed products that failed
 * @param retried how many times a product was given to another worker, since one had died with it in hand
 * @param replaced of those that were computed, how many had results that were not trusted
 * @param windows how many parts the batch was cut into
 * @param gflops rate of computing, 10^9 floating-point operations a second
 * @param bound what kept it from being faster; null where nothing was computed
 * @param verified whether every product that was computed was right
 */
public record RunSummary(
        long products,
        long stored,
        long skipped,
        long failed,
        long retried,
        long replaced,
        int windows,
        Seconds seconds,
        double gflops,
        Bound bound,
        boolean verified,
        List<FailedProduct> failures) {
    /**
     * Where the time went; what is left of the total is checking files. Reading, computing and storing go on at the same
     * time, so that they may be more than the total together; verifying is part of reading and storing.
     */
    public record Seconds(double total, double setup, double read, double compute, double verify, double store) {}

    /** A product without a result: its place in the manifest, the result's file, and why. */
    public record FailedProduct(String entry, String out, String reason) {}
}

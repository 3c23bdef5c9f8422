package org.blaspool.cli.report;

/** The batch of a report: {@code pairs} products of an m x k by a k x n matrix. */
public record WorkloadReport(long m, long k, long n, int pairs, String fill, long seed, double flop) {
    /** What is multiplied: {@code 32x32 matrices}, {@code 10x20 by 20x30 matrices}. */
    String matrices() {
        return (m == k && k == n ? n + "x" + n : m + "x" + k + " by " + k + "x" + n) + " matrices";
    }
}

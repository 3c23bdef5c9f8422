package org.blaspool.cli.report;

/** The batch of a report: {@code pairs} products of an m x k by a k x n matrix. */
public record WorkloadReport(long m, long k, long n, int pairs, String fill, long seed, double flop) {}

package org.blaspool.spark;

import java.io.Serializable;

/**
 * What an executor sends back of a chunk.
 *
 * @param first index of the chunk's first product
 * @param results elements of each, line after line
 * @param executor that computed
 * @param usage of its process so far
 */
record ComputedChunk(
        int first,
        double[][] results,
        long deserializeNanos,
        long computeNanos,
        String executor,
        long[] usage,
        int blasThreads,
        String cpus)
        implements Serializable {}

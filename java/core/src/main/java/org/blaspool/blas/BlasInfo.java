package org.blaspool.blas;

/**
 * What a BLAS is.
 *
 * @param kind "openblas", "mkl", "blis", "flexiblas", "cblas", "jblas", "netlib"
 * @param path the file that was loaded, or the class that answers
 * @param version "" where it cannot tell
 * @param config the library's own description of its build, "" where there is none
 * @param core the kernel family it chose for this CPU, "" where it cannot tell
 * @param threading "pthreads", "openmp", "sequential" or "unknown"
 * @param maxThreads the largest thread count it takes; 0 where it cannot tell
 * @param threadControl whether its threads can be set and read back
 * @param concurrent whether calls from several threads run in parallel; otherwise they queue
 */
public record BlasInfo(
        String kind,
        String path,
        String version,
        String config,
        String core,
        String threading,
        int maxThreads,
        boolean threadControl,
        boolean concurrent) {
    /** Whether a call can have one thread, as those must that are split. */
    public boolean mayHaveOneThread() {
        return threadControl || threading.equals("sequential");
    }
}

package org.blaspool.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What became of a batch.
 *
 * @param products of the manifest
 * @param stored results that were computed, verified and stored
 * @param skipped results that were there before
 * @param found results that a lost attempt of a task had stored already, and that its next attempt left alone
 * @param failures a line for each product that failed
 * @param tasks Spark tasks that ended well
 * @param retriedTasks those of them that had been lost or had failed before
 * @param executors number and host of each that computed
 * @param blas which computed
 * @param blasThreads of each product; 0 where the BLAS cannot tell
 * @param flop floating-point operations of the stored results
 * @param computeSeconds in dgemm, summed over the tasks
 * @param seconds from the manifest to the last result
 */
public record SparkSummary(
        long products,
        long stored,
        long skipped,
        long found,
        List<String> failures,
        int tasks,
        int retriedTasks,
        SortedSet<String> executors,
        String blas,
        int blasThreads,
        double flop,
        double computeSeconds,
        double seconds) {

    /** Whether every product of the manifest has its result. */
    public boolean complete() {
        return stored + skipped + found == products;
    }

    /** A few lines for a person. */
    public String text() {
        String computed = tasks == 0
                ? "nothing was computed"
                : String.format(
                        Locale.ROOT,
                        "%d tasks (%d tried again) on %d executors, %d BLAS thread%s a task, %s",
                        tasks,
                        retriedTasks,
                        executors.size(),
                        blasThreads,
                        blasThreads == 1 ? "" : "s",
                        blas);
        return String.format(
                Locale.ROOT,
                "%d products: stored %d, skipped %d, found %d, failed %d%n%s%n%.1f s, %.1f GFLOP/s; %.1f s in dgemm%n",
                products,
                stored,
                skipped,
                found,
                failures.size(),
                computed,
                seconds,
                flop / seconds / 1e9,
                computeSeconds);
    }

    /** Adds up what the tasks report. */
    static final class Sum {
        private final List<String> failures = new ArrayList<>();
        private final SortedSet<String> executors = new TreeSet<>();
        private long stored;
        private long found;
        private int tasks;
        private int retriedTasks;
        private String blas = "";
        private int blasThreads;
        private double flop;
        private long computeNanos;

        void add(ChunkOutcome outcome) {
            failures.addAll(outcome.failures());
            executors.add(outcome.executor());
            stored += outcome.stored();
            found += outcome.foundCount();
            tasks++;
            retriedTasks += outcome.attempt() > 0 ? 1 : 0;
            blas = outcome.blas();
            blasThreads = outcome.blasThreads();
            flop += outcome.flop();
            computeNanos += outcome.computeNanos();
        }

        SparkSummary total(long products, long skipped, double seconds) {
            return new SparkSummary(
                    products,
                    stored,
                    skipped,
                    found,
                    List.copyOf(failures),
                    tasks,
                    retriedTasks,
                    executors,
                    blas,
                    blasThreads,
                    flop,
                    computeNanos / 1e9,
                    seconds);
        }
    }
}

package org.blaspool.spark;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.blaspool.spark.ChunkTask.ChunkOutcome;

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
    static SparkSummary of(List<ChunkOutcome> chunks, long products, long skipped, double seconds) {
        ChunkOutcome last = chunks.isEmpty() ? new ChunkOutcome("", 0, "", 0) : chunks.get(chunks.size() - 1);
        return new SparkSummary(
                products,
                chunks.stream().mapToLong(chunk -> chunk.stored).sum(),
                skipped,
                chunks.stream().mapToLong(chunk -> chunk.found).sum(),
                chunks.stream().flatMap(chunk -> chunk.failures.stream()).toList(),
                chunks.size(),
                (int) chunks.stream().filter(chunk -> chunk.attempt > 0).count(),
                chunks.stream().map(chunk -> chunk.executor).collect(Collectors.toCollection(TreeSet::new)),
                last.blas,
                last.blasThreads,
                chunks.stream().mapToDouble(chunk -> chunk.flop).sum(),
                chunks.stream().mapToLong(chunk -> chunk.computeNanos).sum() / 1e9,
                seconds);
    }
}

package org.blaspool.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.run.FileRun;
import org.blaspool.run.RunSummary;

/**
 * What became of the products of a {@link FileBatch}.
 *
 * @param products all of the shard; more than stored, skipped and failed together where a failure ended the run
 * @param stored results that were computed, verified and stored
 * @param skipped results that were finished before
 * @param failures products that failed, and why
 * @param retried how many times a product was given to another worker, since one had died with it in hand
 * @param seconds from the first look at the manifest to the last result on the disk
 * @param gflops rate of computing, 10^9 floating-point operations a second; 0 where nothing was computed
 * @param strategy what computed most of them, as a SPEC; {@code none} where nothing was to be computed
 * @param notes what a user should know of the journal and of the strategy
 */
public record FileSummary(
        long products,
        long stored,
        long skipped,
        List<Failure> failures,
        long retried,
        double seconds,
        double gflops,
        String strategy,
        List<String> notes) {
    /**
     * A product without a result.
     *
     * @param entry its place in the manifest, such as {@code line 7}
     * @param out the file that its result would be
     * @param reason one line
     */
    public record Failure(String entry, Path out, String reason) {}

    static FileSummary of(FileRun run, String strategy) {
        RunSummary summary = run.summary();
        List<String> notes = new ArrayList<>(run.journalNotes());
        notes.addAll(run.strategyNotes());
        return new FileSummary(
                summary.products(),
                summary.stored(),
                summary.skipped(),
                summary.failures().stream()
                        .map(failed -> new Failure(failed.entry(), Path.of(failed.out()), failed.reason()))
                        .toList(),
                summary.retried(),
                summary.seconds().total(),
                summary.gflops(),
                strategy,
                List.copyOf(notes));
    }

    /** Whether every product has its result. */
    public boolean complete() {
        return stored + skipped == products;
    }
}

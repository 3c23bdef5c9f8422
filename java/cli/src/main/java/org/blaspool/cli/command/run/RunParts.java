package org.blaspool.cli.command.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.error.ProductFailedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductEntry;
import org.blaspool.strategy.Strategy;

/**
 * What the windows of a run are computed with.
 *
 * @param session to be told to stop by
 * @param strategy that was started
 * @param tally where products and seconds are counted
 * @param readers read files into memory
 * @param storing verify and store results
 * @param bar says what is going on
 * @param goOn whether a window's other products are kept when some failed
 */
record RunParts(
        Session session,
        Strategy strategy,
        Tally tally,
        FileReaders readers,
        StoringThreads storing,
        Progress bar,
        boolean goOn) {

    /**
     * Has the strategy compute what it has loaded.
     *
     * @return which of the entries have results, in order
     */
    int[] compute(List<ProductEntry> entries) {
        bar.doing("computing");
        boolean[] failed = new boolean[entries.size()];
        tally.compute(() -> {
            try {
                strategy.run();
            } catch (ProductFailedException e) {
                session.stop().check();
                fail(entries, e, failed);
            }
        });
        session.stop().check();
        return IntStream.range(0, failed.length).filter(i -> !failed[i]).toArray();
    }

    /** Those that are named fail; the others have results only where the first failure did not stop them. */
    private void fail(List<ProductEntry> entries, ProductFailedException failure, boolean[] failed) {
        if (failure.reasons().isEmpty()) {
            entries.forEach(entry -> tally.failed(entry, failure.getMessage()));
        }
        failure.reasons().forEach((task, reason) -> {
            tally.failed(entries.get(task.intValue()), reason);
            failed[task.intValue()] = true;
        });
        if (failure.reasons().isEmpty() || !goOn) {
            Arrays.fill(failed, true);
        }
    }
}

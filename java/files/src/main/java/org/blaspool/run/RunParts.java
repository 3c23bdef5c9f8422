package org.blaspool.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductEntry;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.usage.Usage;

/**
 * What the windows of a run are computed with.
 *
 * @param stop says whether to stop
 * @param strategy that was started
 * @param tally where products and seconds are counted
 * @param readers read files into memory
 * @param storing verify and store results
 * @param cpus that this process may use
 * @param goOn whether a window's other products are kept when some failed
 */
record RunParts(
        BooleanSupplier stop,
        Strategy strategy,
        Tally tally,
        FileReaders readers,
        StoringThreads storing,
        int cpus,
        boolean goOn) {

    /** For the places where a run can stop. */
    void checkStop() {
        FileRun.check(stop);
    }

    /**
     * Has the strategy compute what it has loaded.
     *
     * @return which of the entries have results, in order
     */
    int[] compute(List<ProductEntry> entries) {
        boolean[] failed = new boolean[entries.size()];
        tally.timed(RunStage.COMPUTE, () -> {
            try {
                run();
            } catch (BatchFailedException e) {
                checkStop();
                fail(entries, e, failed);
            }
        });
        checkStop();
        return IntStream.range(0, failed.length).filter(i -> !failed[i]).toArray();
    }

    private void run() {
        Usage before = Usage.ofThisProcess();
        Round round = strategy.run();
        if (strategy.requested().kind().usesProcesses()) {
            Usage workers = round.usage().minus(Usage.ofThisProcess().minus(before));
            tally.workersUsed(Math.max(0, workers.userNanos() + workers.systemNanos()) / 1e9);
        }
    }

    /** Those that are named fail; the others have results only where the first failure did not stop them. */
    private void fail(List<ProductEntry> entries, BatchFailedException failure, boolean[] failed) {
        if (failure.failures().isEmpty()) {
            entries.forEach(entry -> tally.failed(entry, failure.getMessage()));
        }
        failure.failures().forEach((task, reason) -> {
            tally.failed(entries.get(task.intValue()), reason.getMessage());
            failed[task.intValue()] = true;
        });
        if (failure.failures().isEmpty() || !goOn) {
            Arrays.fill(failed, true);
        }
    }
}

package org.blaspool.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindow.EntryFailure;
import org.blaspool.file.ProductWindows;
import org.blaspool.file.RecentlyUsed;
import org.blaspool.journal.InputStates;
import org.blaspool.journal.InputStates.FileState;
import org.blaspool.run.Tally.RunStage;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.task.ParallelLoop;
import org.blaspool.usage.Usage;

/**
 * What the windows of a run are computed with.
 *
 * @param stop says whether to stop
 * @param strategy that was started
 * @param tally where products and seconds are counted
 * @param readers read files into memory
 * @param storing verify and store results
 * @param states of the files that were looked at
 * @param cpus that this process may use
 * @param goOn whether a window's other products are kept when some failed
 */
record RunParts(
        BooleanSupplier stop,
        Strategy strategy,
        Tally tally,
        FileReaders readers,
        ParallelLoop storing,
        RecentlyUsed<Path, Optional<FileState>> states,
        int cpus,
        boolean goOn) {
    /** Fewer products a CPU would leave CPUs idle at the end of each window. */
    static final int PRODUCTS_PER_CPU = 8;

    private static final double WINDOW_SECONDS = 4;
    /** Until the first window has told; a CPU without wide vector units does about as much. */
    private static final double FLOP_PER_CPU_SECOND = 1e10;

    /** How products come to their results, window by window: each is stored and recorded, or fails, and is counted. */
    interface WindowWork extends AutoCloseable {
        /** Until there are no more windows, or a product fails that is not to be passed over. */
        void run(ProductWindows windows);

        @Override
        void close();
    }

    /** For the places where a run can stop. */
    void checkStop() {
        check(stop);
    }

    static void check(BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            throw new StoppedException("stopped by a signal");
        }
    }

    /** Whether another window is wanted. */
    boolean wantsMore() {
        return goOn || !tally.anyFailed();
    }

    /** Ends windows after a few seconds' work, at the rate so far, so that results come out and progress is seen. */
    void pace(ProductWindows windows) {
        double seconds = tally.seconds(RunStage.COMPUTE);
        double rate = seconds > 0 && tally.flop() > 0 ? tally.flop() / seconds : FLOP_PER_CPU_SECOND * cpus;
        windows.endWindowsAt(WINDOW_SECONDS * rate, PRODUCTS_PER_CPU * cpus);
    }

    /** States of the files of each product, taken before these are read: a later run notices what changes after that. */
    Map<ProductEntry, Optional<InputStates>> inputs(List<ProductEntry> entries) {
        List<Optional<InputStates>> found = readers.map(entries, entry -> InputStates.of(entry, states));
        Map<ProductEntry, Optional<InputStates>> inputs = new IdentityHashMap<>();
        IntStream.range(0, entries.size()).forEach(i -> inputs.put(entries.get(i), found.get(i)));
        return inputs;
    }

    /** Counts products whose files changed since they were checked. */
    void failed(List<EntryFailure> failures) {
        failures.forEach(
                failure -> tally.failed(failure.entry(), failure.cause().getMessage()));
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

    /** What a check says of products, several at a time: what it has for those that are right, in order; null for others. */
    <R> List<R> verified(int[] products, IntFunction<R> check) {
        List<R> right = new ArrayList<>(Collections.nCopies(products.length, null));
        Runnable verification =
                () -> storing.forEach(products.length, i -> right.set((int) i, check.apply(products[(int) i])));
        tally.timed(RunStage.VERIFY, verification);
        right.removeIf(Objects::isNull);
        return right;
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

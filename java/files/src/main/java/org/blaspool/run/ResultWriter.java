package org.blaspool.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.StagedResult;
import org.blaspool.journal.InputStates;
import org.blaspool.journal.InputStates.FileState;
import org.blaspool.journal.JournalRecord;
import org.blaspool.matrix.Dgemm;
import org.blaspool.run.Tally.RunStage;
import org.blaspool.run.ThreeStages.StageError;
import org.blaspool.task.ParallelLoop;

/**
 * Stores results in groups: all files of a group are written, then synced, many at a time, then recorded in the journal,
 * which is synced once, then renamed; each directory is synced once. The next group is written while one is synced. A
 * crash at any moment leaves complete results that are recorded, under their names or under those that the records tell
 * them by. For one thread at a time, which is not to be interrupted.
 */
final class ResultWriter implements AutoCloseable {
    /** Bounds what a crash loses, and spreads the disk's work. */
    private static final long GROUP_BYTES = 128L << 20;

    private static final int GROUP_RESULTS = 4096;

    /** Threads that only wait for the disk: a file system takes many syncs into one commit. */
    private static final int SYNCING_THREADS = 32;

    private final RunOptions options;
    private final RunJournal journal;
    private final ParallelLoop storing;
    private final ParallelLoop syncing = new ParallelLoop(SYNCING_THREADS);
    private final Tally tally;
    private final ExecutorService finishing =
            Executors.newSingleThreadExecutor(FileReaders.daemons("blaspool-finishing"));
    private volatile CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);

    /**
     * A result in memory.
     *
     * @param inputs what it was made of; where that is not known, it is stored and not recorded
     */
    record Result(ProductEntry entry, Optional<InputStates> inputs, Dgemm product) {}

    /** A result in a file that is to get its name. @param bytes of the operands and the result */
    record Staged(ProductEntry entry, Optional<InputStates> inputs, long bytes, StagedResult file) {}

    /**
     * @param journal that has begun; told of each result that is finished
     * @param storing write files
     */
    ResultWriter(RunOptions options, RunJournal journal, ParallelLoop storing, Tally tally) {
        this.options = options;
        this.journal = journal;
        this.storing = storing;
        this.tally = tally;
    }

    /**
     * Writes results, after which their matrices are not needed any more, and has them synced and named; what fails of
     * that is thrown by the next call. Where one cannot be written, those that can be are stored before that is thrown.
     */
    void store(List<Result> results) {
        for (int first = 0; first < results.size(); ) {
            long bytes = 0;
            int end = first;
            while (end < results.size() && end - first < GROUP_RESULTS && (end == first || bytes < GROUP_BYTES)) {
                bytes += results.get(end++).product().c().shape().bytes();
            }
            List<Result> group = results.subList(first, end);
            tally.timed(RunStage.STORE, () -> storeGroup(group));
            first = end;
        }
    }

    private void storeGroup(List<Result> group) {
        Staged[] written = new Staged[group.size()];
        RuntimeException failure = null;
        try {
            storing.forEach(written.length, i -> {
                Result result = group.get((int) i);
                Path target = result.entry().out();
                StagedResult file = StagedResult.write(
                        result.product().c(),
                        target,
                        result.entry().outMember(),
                        journal.unfinished().nameFor(target));
                written[(int) i] = new Staged(
                        result.entry(), result.inputs(), result.product().bytes(), file);
            });
        } catch (RuntimeException | Error e) {
            failure = StageError.unchecked(e);
        }
        List<Staged> complete = Stream.of(written).filter(Objects::nonNull).toList();
        flush();
        pending = CompletableFuture.runAsync(() -> finish(complete, true), finishing);
        if (failure != null) {
            flush();
            throw failure;
        }
    }

    /** Waits until all that was written is stored, and throws what failed of that; interrupted or not. */
    private void flush() {
        CompletableFuture<Void> last = pending;
        pending = CompletableFuture.completedFuture(null);
        StageError.join(last);
    }

    /** Names and records results that are complete and synced, whether this thread is interrupted or not. */
    void finish(List<Staged> synced) {
        flush();
        pending = CompletableFuture.runAsync(() -> finish(synced, false), finishing);
        flush();
    }

    /**
     * Records results and gives them their names. Not on a thread that may be interrupted, which would close the journal.
     *
     * @param sync whether they are to be synced before
     */
    private void finish(List<Staged> group, boolean sync) {
        List<Staged> published = new ArrayList<>(group.size());
        try {
            if (sync) {
                syncing.forEach(group.size(), i -> group.get((int) i).file().sync());
            }
            group.forEach(staged -> staged.file().prepare(options.resume()));
            // Whoever finds a record finds its result, under the one name or the other.
            record(group);
            for (Staged staged : group) {
                staged.file().publish();
                published.add(staged);
            }
        } finally {
            group.subList(published.size(), group.size())
                    .forEach(staged -> staged.file().discard());
            StagedResult.syncDirectories(published.stream().map(Staged::file).toList());
            published.forEach(staged -> tally.stored(staged.bytes()));
        }
    }

    private void record(List<Staged> group) {
        journal.journal()
                .append(group.stream()
                        .flatMap(staged -> record(staged).stream())
                        .toList());
    }

    private Optional<JournalRecord> record(Staged staged) {
        StagedResult file = staged.file();
        Path name = options.out().path().relativize(file.target());
        return FileState.of(file.place())
                .flatMap(state -> staged.inputs()
                        .map(inputs -> new JournalRecord(
                                name.toString(), staged.entry().line(), inputs, state, file.checksum())));
    }

    /** Waits as {@link #flush} does. */
    @Override
    public void close() {
        try {
            flush();
        } finally {
            finishing.shutdown();
        }
    }
}

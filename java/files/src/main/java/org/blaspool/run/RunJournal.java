package org.blaspool.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.UnfinishedResults;
import org.blaspool.journal.FinishedProducts;
import org.blaspool.journal.InputStates.FileState;
import org.blaspool.journal.Journal;
import org.blaspool.journal.JournalDirectory;
import org.blaspool.run.RunOptions.Shard;

/**
 * The journal of the shard that a run computes, and what all journals of its directory of results tell. Nothing is made
 * before {@link #begin()}, so that a run whose input is wrong leaves nothing behind.
 */
final class RunJournal implements AutoCloseable {
    /** A block of any file system, and more than what a small file takes within its inode. */
    private static final int TRIAL_BYTES = 64 << 10;

    private final Shard shard;
    private final JournalDirectory directory;
    private final FinishedProducts finished = new FinishedProducts();
    private final List<String> notes = new ArrayList<>();
    private Journal journal;
    private UnfinishedResults unfinished;

    /**
     * Takes the shard's journal where there is one, and reads what is to be resumed.
     *
     * @throws InvalidInputException where another run has the shard
     */
    RunJournal(RunOptions options) {
        shard = options.shard();
        directory = new JournalDirectory(options.out().path(), shard.index(), shard.count());
        if (options.resume()) {
            directory.readOtherDivisions(finished, notes);
        }
        // After those, so that its own word counts.
        if (options.dryRun() && options.resume()) {
            directory.read(finished, notes);
        } else if (!options.dryRun() && Files.exists(directory.journal())) {
            journal = Journal.open(directory, finished, notes);
        }
    }

    /** What is known of a result, by its name relative to the directory of results. */
    Optional<FinishedProducts.Finished> finished(String out) {
        return finished.get(out);
    }

    /**
     * Complete results of the shard that a killed run has not given their names, by their numbers in the file system; none
     * where that run recorded none, and none of other shards.
     */
    Map<Long, Path> staged() {
        if (journal == null) {
            return Map.of();
        }
        Map<Long, Path> staged = new HashMap<>();
        for (Path file : UnfinishedResults.left(directory.unfinished())) {
            FileState.of(file).ifPresent(state -> staged.put(state.inode(), file));
        }
        return staged;
    }

    /** Makes what is not there yet, and tries whether results can be written. */
    void begin() {
        if (journal == null) {
            int known = finished.size();
            journal = Journal.open(directory, finished, notes);
            if (finished.size() > known) {
                throw new InvalidInputException("shard was run meanwhile: shard=" + shard + ", expected one run of a"
                        + " shard at a time; start again with --resume");
            }
        }
        unfinished = new UnfinishedResults(directory.unfinished());
        unfinished.tryWriting(TRIAL_BYTES);
    }

    Journal journal() {
        return journal;
    }

    UnfinishedResults unfinished() {
        return unfinished;
    }

    /** What a user should know of the journals. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Removes results that did not get their names, before another run may have the shard. */
    @Override
    public void close() {
        if (unfinished != null) {
            unfinished.close();
        }
        if (journal != null) {
            journal.close();
        }
    }
}

package org.blaspool.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ManifestProblems;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.RecentlyUsed;
import org.blaspool.file.ResultFile;
import org.blaspool.file.StagedResult;
import org.blaspool.file.Workload;
import org.blaspool.journal.FinishedProducts.Finished;
import org.blaspool.journal.InputStates;
import org.blaspool.journal.InputStates.FileState;

/**
 * The entries of a manifest that are to be computed: those of a shard, without those that are finished. Finished is what
 * a journal says is, where the result is the file that was recorded and the inputs are what it was made of. A bit an
 * entry says which they are, so that the second time through the manifest no file is looked at.
 */
final class Selection {
    private final Manifest manifest;
    private final RunOptions options;
    private final RunJournal journal;
    private final RecentlyUsed<Path, Optional<FileState>> states = InputStates.known();
    private final BitSet open = new BitSet();
    private final Workload workload;
    private long there;
    private long skipped;
    private long replaced;
    private Path firstThere;
    private Map<Long, Path> staged;
    private final List<StagedResult> named = new ArrayList<>();

    /**
     * Reads the manifest and the heads of all files that its entries name.
     *
     * @param journal knows what is finished
     * @throws org.blaspool.error.InvalidInputException where anything is wrong with any of them
     */
    Selection(Manifest manifest, RunOptions options, RunJournal journal, FileReaders readers) {
        this.manifest = manifest;
        this.options = options;
        this.journal = journal;
        ManifestProblems problems = ManifestProblems.collected(manifest);
        AtomicLong index = new AtomicLong(-1);
        Stream<ProductEntry> entries = manifest.entries(problems)
                .filter(entry -> options.shard().has(index.incrementAndGet()) && isOpen(entry, own(index)));
        this.workload = Workload.of(entries, manifest, problems, readers);
        StagedResult.syncDirectories(named);
        problems.throwIfAny();
        if (there > 0 && !options.resume()) {
            throw new InvalidInputException("results are there already: count=" + there + " first=" + firstThere
                    + ", expected none; --resume keeps them and computes the others");
        }
    }

    /** The place of an entry among those of the shard. */
    private int own(AtomicLong index) {
        return Math.toIntExact(index.get() / options.shard().count());
    }

    private boolean isOpen(ProductEntry entry, int place) {
        boolean exists = ResultFile.exists(entry.out());
        if (exists) {
            firstThere = there++ == 0 ? entry.out() : firstThere;
        }
        if (exists && !options.resume() || options.resume() && isFinished(entry, exists)) {
            skipped++;
            return false;
        }
        replaced += exists ? 1 : 0;
        open.set(place);
        return true;
    }

    /** A file without a record may be anyone's. */
    private boolean isFinished(ProductEntry entry, boolean exists) {
        String name = options.out().path().relativize(entry.out()).toString();
        Optional<Finished> record = journal.finished(name);
        return record.isPresent()
                && isMadeOfTheInputs(entry, record.get())
                && (exists && isIntact(entry.out(), record.get()) || isStaged(entry, record.get()));
    }

    /** A killed run has recorded it and not given it its name, which it gets now. */
    private boolean isStaged(ProductEntry entry, Finished record) {
        staged = staged == null ? journal.staged() : staged;
        Path file = staged.get(record.result().inode());
        if (file == null
                || FileState.of(file).filter(record::is).isEmpty()
                || StagedResult.checksumOf(file) != record.crc()) {
            return false;
        }
        if (!options.dryRun()) {
            StagedResult result = new StagedResult(file, entry.out(), record.crc());
            result.prepare(true);
            result.publish();
            named.add(result);
        }
        return true;
    }

    private boolean isIntact(Path result, Finished record) {
        return FileState.of(result).filter(record::looksLike).isPresent()
                && (!options.verifyResults() || StagedResult.checksumOf(result) == record.crc());
    }

    /** Inputs that are gone have not changed: nothing could be computed from them, and the result is right. */
    private boolean isMadeOfTheInputs(ProductEntry entry, Finished record) {
        return InputStates.of(entry, states).map(record::madeOf).orElse(true);
    }

    /** The entries to compute, once more; close the stream. */
    Stream<ProductEntry> entries() {
        AtomicLong index = new AtomicLong(-1);
        return manifest.entries().filter(entry -> options.shard().has(index.incrementAndGet()) && open.get(own(index)));
    }

    /** How much they are. */
    Workload workload() {
        return workload;
    }

    /** Entries that are finished. */
    long skipped() {
        return skipped;
    }

    /** Entries whose results are there but not trusted: they are computed again. */
    long replaced() {
        return replaced;
    }

    String place(ProductEntry entry) {
        return manifest.place(entry);
    }
}

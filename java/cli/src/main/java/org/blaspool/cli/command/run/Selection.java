package org.blaspool.cli.command.run;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ManifestProblems;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ResultFile;
import org.blaspool.file.Workload;

/** The entries of a manifest that are to be computed: those of a shard, without results that are there already. */
final class Selection {
    private final Manifest manifest;
    private final Shard shard;
    private final Workload workload;
    private long skipped;
    private Path firstThere;

    private Selection(Manifest manifest, RunRequest request, FileReaders readers) {
        this.manifest = manifest;
        this.shard = request.shard();
        boolean resume = request.resume();
        ManifestProblems problems = ManifestProblems.collected(manifest);
        Stream<ProductEntry> entries = shard(manifest.entries(problems)).filter(this::isOpen);
        this.workload = Workload.of(entries, manifest, problems, readers);
        problems.throwIfAny();
        if (skipped > 0 && !resume) {
            throw new InvalidInputException("results are there already: count=" + skipped + " first=" + firstThere
                    + ", expected none; --resume keeps them and computes the others");
        }
    }

    /**
     * Reads the manifest and the heads of all files that its entries name.
     *
     * @throws org.blaspool.error.InvalidInputException where anything is wrong with any of them
     */
    static Selection check(Manifest manifest, RunRequest request, FileReaders readers) {
        return new Selection(manifest, request, readers);
    }

    private boolean isOpen(ProductEntry entry) {
        if (!ResultFile.exists(entry.out())) {
            return true;
        }
        firstThere = skipped == 0 ? entry.out() : firstThere;
        skipped++;
        return false;
    }

    private Stream<ProductEntry> shard(Stream<ProductEntry> entries) {
        AtomicLong index = new AtomicLong();
        return entries.filter(entry -> shard.has(index.getAndIncrement()));
    }

    /** The entries to compute, once more; close the stream. */
    Stream<ProductEntry> entries() {
        return shard(manifest.entries()).filter(entry -> !ResultFile.exists(entry.out()));
    }

    /** How much they are. */
    Workload workload() {
        return workload;
    }

    /** Entries whose results are there. */
    long skipped() {
        return skipped;
    }

    String place(ProductEntry entry) {
        return manifest.place(entry);
    }
}

package org.blaspool.cli.command.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
    private final boolean resume;
    private final Workload workload;
    private final long skipped;

    private Selection(Manifest manifest, RunRequest request, FileReaders readers) {
        this.manifest = manifest;
        this.shard = request.shard();
        this.resume = request.resume();
        ManifestProblems problems = ManifestProblems.collected(manifest);
        AtomicLong there = new AtomicLong();
        Stream<ProductEntry> entries =
                shard(manifest.entries(problems)).filter(entry -> isOpen(entry, problems, there));
        this.workload = Workload.of(entries, manifest, problems, readers);
        problems.throwIfAny();
        this.skipped = there.get();
    }

    /**
     * Reads the manifest and the heads of all files that its entries name.
     *
     * @throws org.blaspool.error.InvalidInputException where anything is wrong with any of them
     */
    static Selection check(Manifest manifest, RunRequest request, FileReaders readers) {
        return new Selection(manifest, request, readers);
    }

    private boolean isOpen(ProductEntry entry, ManifestProblems problems, AtomicLong there) {
        if (!ResultFile.exists(entry.out())) {
            return true;
        }
        there.incrementAndGet();
        if (!resume) {
            problems.add(
                    manifest.place(entry),
                    "result is there already: out=" + entry.out() + ", expected none; --resume keeps it and goes on");
        }
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

package org.blaspool.spark;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ManifestProblems;
import org.blaspool.file.OutDirectory;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ResultFile;
import org.blaspool.file.Workload;

/** The products of a manifest that have no result yet, all of them checked before anything is computed. */
final class OpenProducts {
    private final Manifest manifest;
    private final Workload workload;
    private long skipped;
    private Path firstThere;

    /**
     * @throws InvalidInputException where anything is wrong with an entry or a file that it names
     */
    OpenProducts(SparkRequest request, OutDirectory out) {
        this.manifest = Manifest.open(request.pairs(), out, System.in);
        ManifestProblems problems = ManifestProblems.collected(manifest);
        try (FileReaders readers = new FileReaders(Runtime.getRuntime().availableProcessors())) {
            Stream<ProductEntry> open = manifest.entries(problems).filter(this::isOpen);
            this.workload = Workload.of(open, manifest, problems, readers);
        }
        problems.throwIfAny();
        if (skipped > 0 && !request.resume()) {
            throw new InvalidInputException("results are there already: count=" + skipped + " first=" + firstThere
                    + ", expected none; --resume keeps them and computes the others");
        }
    }

    private boolean isOpen(ProductEntry entry) {
        if (!ResultFile.exists(entry.out())) {
            return true;
        }
        firstThere = skipped == 0 ? entry.out() : firstThere;
        skipped++;
        return false;
    }

    /** How many. */
    long count() {
        return workload.products();
    }

    /** Results that were there. */
    long skipped() {
        return skipped;
    }

    /** In the manifest's order, read as it goes; close the stream. */
    Stream<ShippedProduct> stream() {
        return manifest.entries()
                .filter(entry -> !ResultFile.exists(entry.out()))
                .map(entry -> new ShippedProduct(entry, manifest.place(entry)));
    }
}

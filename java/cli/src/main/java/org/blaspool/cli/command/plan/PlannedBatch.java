package org.blaspool.cli.command.plan;

import java.nio.file.Path;
import org.blaspool.cli.command.FileBatchShape;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.ProductSize;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ManifestProblems;
import org.blaspool.file.OutDirectory;
import org.blaspool.file.Workload;
import org.blaspool.plan.BatchShape;

/** Where the shapes of a batch come from: options, or the heads of files. */
@FunctionalInterface
interface PlannedBatch {
    ProductSize DEFAULT_SIZE = new ProductSize(1000, 1000, 1000);

    BatchShape shape(Session session);

    static PlannedBatch ofOptions(WorkloadOptions options) {
        ProductSize size = options.size().orElse(DEFAULT_SIZE);
        return session -> {
            int cpus = session.machine().cpus().cpus();
            int pairs = options.pairs().orElseGet(() -> size.worthwhilePairs(cpus));
            return BatchShape.of(size.m(), size.k(), size.n(), pairs);
        };
    }

    static PlannedBatch ofFiles(String pairs) {
        return session -> {
            // No result is written: the directory only has to be one in which names can be resolved.
            OutDirectory out = OutDirectory.of(Path.of(""));
            Manifest manifest = Manifest.open(pairs, out, session.console().in());
            ManifestProblems problems = ManifestProblems.collected(manifest);
            try (FileReaders readers = new FileReaders(session.machine().cpus().cpus())) {
                Workload work = Workload.of(manifest.entries(problems), manifest, problems, readers);
                problems.throwIfAny();
                if (work.products() == 0) {
                    throw new InvalidInputException("manifest has no products: pairs=" + pairs);
                }
                return FileBatchShape.of(work, 1);
            }
        };
    }
}

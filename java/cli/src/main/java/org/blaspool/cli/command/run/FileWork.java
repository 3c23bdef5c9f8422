package org.blaspool.cli.command.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.blaspool.error.BlaspoolException;
import org.blaspool.error.ProductFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.MatrixHeader;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindow;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Layout;
import org.blaspool.matrix.Matrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.Product;
import org.blaspool.matrix.ProductShape;
import org.blaspool.measure.Verification;
import org.blaspool.strategy.IndependentStrategy;
import org.blaspool.transport.FileTask;

/**
 * Worker JVMs read the operands and write the results, complete and synced, into a directory beside their places. This
 * process reads a result back, with its operands, to verify it, and then moves it to its place: what is there is right.
 */
final class FileWork implements WindowWork {
    private final RunParts parts;
    private final IndependentStrategy strategy;
    private final Path unverified;
    private final Random seeds = new Random();

    /** @param out where all results go; made if missing */
    FileWork(RunParts parts, IndependentStrategy strategy, Path out) {
        this.parts = parts;
        this.strategy = strategy;
        this.unverified = ResultFile.temporaryIn(out);
        try {
            Files.createDirectories(unverified);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "directory for results cannot be made: " + unverified + " reason=" + e.getMessage()
                            + ", expected a directory that can be written after --out",
                    e);
        }
    }

    @Override
    public void compute(ProductWindow window) {
        window.failures()
                .forEach(failure ->
                        parts.tally().failed(failure.entry(), failure.cause().getMessage()));
        List<ProductEntry> entries = window.entries();
        if (entries.isEmpty()) {
            return;
        }
        strategy.load(tasks(entries, window.resultLayouts()));
        int[] computed = parts.compute(entries);
        parts.bar().doing("verifying");
        parts.tally()
                .verify(() ->
                        parts.storing().forEach(computed.length, i -> settle(entries.get(computed[i]), computed[i])));
    }

    private List<FileTask> tasks(List<ProductEntry> entries, List<Layout> layouts) {
        List<FileTask> tasks = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            ProductEntry entry = entries.get(i);
            tasks.add(new FileTask(
                    entry.alpha(),
                    entry.a().absoluteName(),
                    entry.transposeA(),
                    entry.b().absoluteName(),
                    entry.transposeB(),
                    entry.beta(),
                    entry.readsC() ? entry.c().absoluteName() : "",
                    result(i, entry).toString(),
                    entry.outMember(),
                    layouts.get(i) == Layout.ROW_MAJOR,
                    true));
        }
        return tasks;
    }

    /** Its name ends as that of its place, which says in which format it is written. */
    private Path result(int index, ProductEntry entry) {
        return unverified.resolve(index + "-" + entry.out().getFileName());
    }

    private void settle(ProductEntry entry, int index) {
        Path result = result(index, entry);
        try {
            double flop = verify(entry, result);
            ResultFile.publish(result, entry.out());
            parts.tally().stored();
            parts.tally().computed(flop);
        } catch (ProductFailedException e) {
            parts.tally().wrong(entry, e.getMessage());
        } catch (StoppedException | ResourceUnavailableException e) {
            throw e;
        } catch (BlaspoolException e) {
            parts.tally().failed(entry, e.getMessage());
        }
    }

    /** Reads what belongs to a product and checks its result; its floating-point operations. */
    private double verify(ProductEntry entry, Path result) {
        MatrixHeader a = entry.a().header();
        MatrixHeader b = entry.b().header();
        MatrixSource written = MatrixSource.of(result);
        MatrixHeader c = written.header();
        ProductShape shape = ProductShape.of(a.shape(), entry.transposeA(), b.shape(), entry.transposeB());
        if (!c.shape().equals(shape.result())) {
            throw new ProductFailedException(
                    "result has another shape: c=" + c.shape() + ", expected " + shape.result());
        }
        // Not all formats know both layouts: a result need not lie as the matrix that it started from.
        Layout start = entry.readsC() ? entry.c().header().layout() : c.layout();
        long bytes = MatrixStore.footprint(a.shape())
                + MatrixStore.footprint(b.shape())
                + (start == c.layout() ? 1 : 2) * MatrixStore.footprint(c.shape());
        try (MatrixStore store = MatrixStore.reserve(bytes, false, 1)) {
            Matrix before = store.allocate(c.shape(), start);
            Product product = new Product(
                    entry.alpha(),
                    read(entry.a(), a, store),
                    entry.transposeA(),
                    read(entry.b(), b, store),
                    entry.transposeB(),
                    entry.beta(),
                    before);
            if (entry.readsC()) {
                entry.c().read(before);
            }
            Verification expected = Verification.of(new Batch(List.of(product)), seed(), 1);
            Matrix after = start == c.layout() ? before : store.allocate(c.shape(), c.layout());
            written.read(after);
            expected.require(new Batch(List.of(product.with(product.a(), product.b(), after))), 0);
        }
        return shape.flop();
    }

    private static Matrix read(MatrixSource source, MatrixHeader header, MatrixStore store) {
        Matrix matrix = store.allocate(header.shape(), header.layout());
        source.read(matrix);
        return matrix;
    }

    private synchronized long seed() {
        return seeds.nextLong();
    }

    /** Removes what was not verified. */
    @Override
    public void close() {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(unverified)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(unverified);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "results that were not verified cannot be removed: " + unverified, e);
        }
    }
}

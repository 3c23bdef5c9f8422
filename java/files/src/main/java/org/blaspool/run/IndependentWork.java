package org.blaspool.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.MatrixHeader;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindow;
import org.blaspool.file.ProductWindows;
import org.blaspool.file.SizedProduct;
import org.blaspool.file.StagedResult;
import org.blaspool.file.UnfinishedResults;
import org.blaspool.independent.FileWork.FileTask;
import org.blaspool.independent.IndependentStrategy;
import org.blaspool.journal.InputStates;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.run.RunParts.WindowWork;
import org.blaspool.verify.Verification;

/**
 * Worker JVMs read the operands and write the results, complete and synced, into a directory beside their places. This
 * process reads a result back, with its operands, to verify it, and then moves it to its place: what is there is right.
 * Workers overlap reading, computing and writing among themselves.
 *
 * @param unfinished where the workers write
 */
record IndependentWork(RunParts parts, ResultWriter writer, UnfinishedResults unfinished, IndependentStrategy strategy)
        implements WindowWork {
    private static final Random SEEDS = new Random();

    @Override
    public void run(ProductWindows windows) {
        while (windows.hasNext() && parts.wantsMore()) {
            parts.checkStop();
            parts.pace(windows);
            compute(windows.next());
            parts.tally().windowDone();
        }
    }

    private void compute(ProductWindow window) {
        parts.failed(window.failures());
        List<ProductEntry> entries = window.entries();
        if (entries.isEmpty()) {
            return;
        }
        Map<ProductEntry, Optional<InputStates>> inputs = parts.inputs(entries);
        List<FileTask> tasks = window.products().stream().map(this::task).toList();
        strategy.load(tasks);
        int[] computed = parts.compute(entries);
        if (computed.length < entries.size()) {
            // A worker only says that a product failed; a full disk is no fault of the product, and ends the run.
            unfinished.tryWriting(window.largestResultBytes());
        }
        writer.finish(parts.verified(
                computed,
                i -> verified(
                        entries.get(i),
                        inputs.get(entries.get(i)),
                        tasks.get(i).entry().out())));
    }

    private FileTask task(SizedProduct product) {
        ProductEntry entry = product.entry();
        return new FileTask(entry.into(unfinished.nameFor(entry.out())), product.resultLayout(), true);
    }

    /** Null where it is wrong, which is counted. */
    private ResultWriter.Staged verified(ProductEntry entry, Optional<InputStates> inputs, Path result) {
        try {
            Dgemm product = verify(entry, result);
            parts.tally().computed(product.flop());
            return new ResultWriter.Staged(entry, inputs, product.bytes(), StagedResult.written(result, entry.out()));
        } catch (BatchFailedException e) {
            parts.tally().wrong(entry, e.getMessage());
        } catch (StoppedException | ResourceUnavailableException e) {
            throw e;
        } catch (BlaspoolException | InvalidInputException e) {
            parts.tally().failed(entry, e.getMessage());
        }
        return null;
    }

    /** Reads what belongs to a product and checks its result; the product, whose memory is given back. */
    private Dgemm verify(ProductEntry entry, Path result) {
        SizedProduct sized = SizedProduct.of(entry, MatrixSource::header);
        MatrixSource written = MatrixSource.of(result);
        MatrixHeader c = written.header();
        Shape expectedShape = sized.shape().result();
        if (!c.shape().equals(expectedShape)) {
            throw new BatchFailedException("result has another shape: c=" + c.shape() + ", expected " + expectedShape);
        }
        // Not all formats know both layouts: a result need not lie as the matrix that it started from.
        Layout start = entry.readsC() ? sized.c().layout() : c.layout();
        boolean other = start != c.layout();
        long bytes = sized.footprint() + (other ? MatrixStore.footprint(c.shape()) : 0);
        try (MatrixStore store = MatrixStore.reserve(bytes, false, 1)) {
            Dgemm product = sized.load(store::allocate, start);
            Verification expected = Verification.of(Batch.of(product), SEEDS.nextLong(), 1);
            StoredMatrix after = other ? store.allocate(c.shape(), c.layout()) : product.c();
            written.read(after);
            expected.require(Batch.of(product.with(product.a(), product.b(), after)), 0);
            return product;
        }
    }

    @Override
    public void close() {
        // What was not verified goes with the directory it is in.
    }
}

package org.blaspool.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.ProductWindow.EntryFailure;
import org.blaspool.file.SizedProduct.Sizing;

/**
 * Cuts the products of a manifest into windows whose operands and results fit a budget of bytes, in the manifest's
 * order. How a window is computed, and in which kind of memory, is the caller's:
 *
 * <pre>{@code
 * try (FileReaders readers = new FileReaders(4);
 *         MatrixStore store = MatrixStore.reserve(Math.min(budget, workload.footprint()), shared, threads);
 *         ProductWindows windows = new ProductWindows(manifest.entries(), budget, readers)) {
 *     while (windows.hasNext()) {
 *         store.rewind();
 *         LoadedProducts loaded = windows.next().load(store, readers);
 *         ... run loaded.batch(), store each product's c with ResultFile ...
 *     }
 * }
 * }</pre>
 *
 * <p>Who wants to read a window while another is computed takes two stores, and half the budget for each.
 */
public final class ProductWindows implements Iterator<ProductWindow>, AutoCloseable {
    /** A window of tiny products would otherwise take more heap for its objects than memory for its numbers. */
    static final int MOST_PRODUCTS = 1 << 14;

    private final Stream<ProductEntry> stream;
    private final Iterator<ProductEntry> entries;
    private final long budgetBytes;
    private final FileReaders readers;
    private final ArrayDeque<Sizing> ahead = new ArrayDeque<>();
    private volatile WorkLimit limit = new WorkLimit(Double.POSITIVE_INFINITY, 1);

    /**
     * @param entries of which all were found good; {@link #close()} closes it
     * @param budgetBytes what the matrices of one window may take
     * @param readers read the heads of files, but for those that they have read before; theirs is the caller
     */
    public ProductWindows(Stream<ProductEntry> entries, long budgetBytes, FileReaders readers) {
        stream = entries;
        this.entries = entries.iterator();
        this.budgetBytes = budgetBytes;
        this.readers = readers;
    }

    /** How much work a window is to be at most, but for its first few products. */
    private record WorkLimit(double flop, int fewest) {
        boolean reached(List<SizedProduct> window, double flopSoFar) {
            return window.size() >= fewest && flopSoFar >= flop;
        }
    }

    /**
     * Ends windows once they are so much work, too, from the next window on; may be called from another thread.
     *
     * @param flop floating-point operations, so that results come out, and progress is seen, every now and then
     * @param fewest products that a window has even so, where they fit: below a few for each CPU some would be idle
     */
    public void endWindowsAt(double flop, int fewest) {
        limit = new WorkLimit(flop, fewest);
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty() || entries.hasNext();
    }

    /**
     * The next window, of at least one product; nothing but heads is read. A product whose files are not any more what
     * they were when they were checked is among the failures when the window is loaded.
     *
     * @throws ResourceUnavailableException where one product alone takes more than the budget
     */
    @Override
    public ProductWindow next() {
        List<SizedProduct> window = new ArrayList<>();
        List<EntryFailure> failures = new ArrayList<>();
        Set<MatrixSource> operands = new HashSet<>();
        long footprint = 0;
        double flop = 0;
        WorkLimit work = limit;
        while (window.size() + failures.size() < MOST_PRODUCTS && !work.reached(window, flop) && lookAhead()) {
            SizedProduct next = ahead.peek().product();
            if (next == null) {
                Sizing failed = ahead.remove();
                failures.add(new EntryFailure(failed.entry(), failed.failure()));
                continue;
            }
            long together = SizedProduct.sum(footprint, additional(next, operands));
            if (together > budgetBytes) {
                break;
            }
            footprint = together;
            operands.add(next.entry().a());
            operands.add(next.entry().b());
            window.add(next);
            flop += next.shape().flop();
            ahead.remove();
        }
        if (window.isEmpty() && failures.isEmpty()) {
            throw nothingFits();
        }
        return new ProductWindow(window, failures, footprint);
    }

    private boolean lookAhead() {
        if (ahead.isEmpty() && entries.hasNext()) {
            ahead.addAll(readers.map(Workload.next(entries), entry -> Sizing.of(entry, readers)));
        }
        return !ahead.isEmpty();
    }

    /** What a product takes beyond the operands that are there. */
    private static long additional(SizedProduct product, Set<MatrixSource> operands) {
        MatrixSource a = product.entry().a();
        MatrixSource b = product.entry().b();
        return SizedProduct.sum(
                operands.contains(a) ? 0L : SizedProduct.footprint(product.a().shape()),
                operands.contains(b) || b.equals(a)
                        ? 0L
                        : SizedProduct.footprint(product.b().shape()),
                SizedProduct.footprint(product.shape().result()));
    }

    private RuntimeException nothingFits() {
        if (ahead.isEmpty()) {
            return new NoSuchElementException();
        }
        SizedProduct product = ahead.peek().product();
        return new ResourceUnavailableException("product takes more memory than allowed: out="
                + product.entry().out() + " bytes=" + product.footprint() + ", allowed " + budgetBytes
                + "; raise it with --memory-limit");
    }

    @Override
    public void close() {
        stream.close();
    }
}

package org.blaspool.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.ProductWindow.EntryFailure;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * As many products, one after another in a manifest, as fit into memory together. An operand that several of them name
 * is there once.
 */
public final class ProductWindow {
    private final List<SizedProduct> products;
    private final List<EntryFailure> failures;
    private final long footprint;

    ProductWindow(List<SizedProduct> products, List<EntryFailure> failures, long footprint) {
        this.products = products;
        this.failures = failures;
        this.footprint = footprint;
    }

    public int size() {
        return products.size();
    }

    /** Its products, in the manifest's order. */
    public List<ProductEntry> entries() {
        return products.stream().map(SizedProduct::entry).toList();
    }

    /** How the result of each of {@link #entries} lies. */
    public List<Layout> resultLayouts() {
        return products.stream().map(SizedProduct::resultLayout).toList();
    }

    /** Floating-point operations of its products. */
    public double flop() {
        return products.stream().mapToDouble(product -> product.shape().flop()).sum();
    }

    /** Bytes of the largest result. */
    public long largestResultBytes() {
        return products.stream()
                .mapToLong(product -> product.shape().result().bytes())
                .max()
                .orElse(0);
    }

    /** Entries whose files changed since they were checked. */
    public List<EntryFailure> failures() {
        return List.copyOf(failures);
    }

    /** Bytes that its matrices take in a store. */
    public long footprint() {
        return footprint;
    }

    /**
     * Takes memory for operands and results, and reads the operands (and c, where beta is not 0, into its result).
     *
     * @param store whose memory it is; a window fits a store that was reserved with the budget and is empty or rewound
     * @throws org.blaspool.error.ResourceUnavailableException where the memory is not there
     * @throws StoppedException where the thread is interrupted
     */
    public LoadedProducts load(MatrixStore store, FileReaders readers) {
        Map<MatrixSource, Reading> operands = new LinkedHashMap<>();
        List<Reading> readings = new ArrayList<>();
        List<Placed> placed = new ArrayList<>(products.size());
        for (SizedProduct product : products) {
            ProductEntry entry = product.entry();
            Reading a = operands.computeIfAbsent(entry.a(), source -> Reading.of(source, product.a(), store));
            Reading b = operands.computeIfAbsent(entry.b(), source -> Reading.of(source, product.b(), store));
            StoredMatrix result = store.allocate(product.shape().result(), product.resultLayout());
            Reading c = new Reading(entry.readsC() ? entry.c() : null, result);
            placed.add(new Placed(entry, a, b, c));
            if (entry.readsC()) {
                readings.add(c);
            }
        }
        readings.addAll(operands.values());
        readers.map(readings, Reading::read);
        return loaded(placed);
    }

    private LoadedProducts loaded(List<Placed> placed) {
        List<ProductEntry> entries = new ArrayList<>(placed.size());
        List<Dgemm> products = new ArrayList<>(placed.size());
        List<EntryFailure> failed = new ArrayList<>(failures);
        for (Placed one : placed) {
            RuntimeException failure = one.failure();
            if (failure == null) {
                entries.add(one.entry());
                products.add(one.product());
            } else {
                failed.add(new EntryFailure(one.entry(), failure));
            }
        }
        return new LoadedProducts(entries, products, failed);
    }

    /** A product's matrices; the result's is read only where beta is not 0. */
    private record Placed(ProductEntry entry, Reading a, Reading b, Reading c) {
        RuntimeException failure() {
            return a.failure != null ? a.failure : b.failure != null ? b.failure : c.failure;
        }

        Dgemm product() {
            return new Dgemm(
                    entry.alpha(), a.target, entry.transposeA(), b.target, entry.transposeB(), entry.beta(), c.target);
        }
    }

    /** A matrix and the file that is read into it, by one of the readers. */
    private static final class Reading {
        private final MatrixSource source;
        private final StoredMatrix target;
        private RuntimeException failure;

        Reading(MatrixSource source, StoredMatrix target) {
            this.source = source;
            this.target = target;
        }

        static Reading of(MatrixSource source, MatrixHeader header, MatrixStore store) {
            return new Reading(source, store.allocate(header.shape(), header.layout()));
        }

        Void read() {
            try {
                source.read(target);
            } catch (StoppedException e) {
                throw e;
            } catch (BlaspoolException | InvalidInputException e) {
                failure = e;
            }
            return null;
        }
    }

    /** A product that cannot be computed because a file of it could not be read any more. */
    public record EntryFailure(ProductEntry entry, RuntimeException cause) {}

    /**
     * Products whose operands are in memory.
     *
     * @param entries where each comes from and goes to
     * @param products in the order of the entries; valid as long as their store is, and until it is rewound
     * @param failures the window's other entries, whose files changed since they were checked
     */
    public record LoadedProducts(List<ProductEntry> entries, List<Dgemm> products, List<EntryFailure> failures) {
        public boolean isEmpty() {
            return products.isEmpty();
        }

        /** The products as a batch; not where there are none. */
        public Batch batch() {
            return new Batch(products);
        }
    }
}

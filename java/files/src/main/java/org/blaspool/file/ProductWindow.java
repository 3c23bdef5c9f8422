package org.blaspool.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.blaspool.BlaspoolException;
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
 *
 * @param products in the manifest's order
 * @param failures entries whose files changed since they were checked
 * @param footprint bytes that its matrices take in a store
 */
public record ProductWindow(List<SizedProduct> products, List<EntryFailure> failures, long footprint) {
    /** Its products, in the manifest's order. */
    public List<ProductEntry> entries() {
        return products.stream().map(SizedProduct::entry).toList();
    }

    /** Bytes of the largest result. */
    public long largestResultBytes() {
        return products.stream()
                .mapToLong(product -> product.shape().result().bytes())
                .max()
                .orElse(0);
    }

    /**
     * Takes memory for operands and results, and reads the operands (and c, where beta is not 0, into its result).
     *
     * @param store whose memory it is; a window fits a store that was reserved with the budget and is empty or rewound
     * @throws org.blaspool.error.ResourceUnavailableException where the memory is not there
     * @throws StoppedException where the thread is interrupted
     */
    public LoadedProducts load(MatrixStore store, FileReaders readers) {
        // All first operands, then all second ones, then the results: side by side, small products stream slowly.
        Map<MatrixSource, StoredMatrix> operands = new HashMap<>();
        products.forEach(each -> operands.computeIfAbsent(each.entry().a(), source -> memory(each.a(), store)));
        products.forEach(each -> operands.computeIfAbsent(each.entry().b(), source -> memory(each.b(), store)));
        Map<StoredMatrix, MatrixSource> files = new LinkedHashMap<>();
        List<Dgemm> placed = new ArrayList<>(products.size());
        for (SizedProduct product : products) {
            ProductEntry entry = product.entry();
            StoredMatrix c = store.allocate(product.shape().result(), product.resultLayout());
            placed.add(entry.product(operands.get(entry.a()), operands.get(entry.b()), c));
            if (entry.readsC()) {
                files.put(c, entry.c());
            }
        }
        operands.forEach((source, matrix) -> files.put(matrix, source));
        return loaded(placed, read(files, readers));
    }

    private static StoredMatrix memory(MatrixHeader header, MatrixStore store) {
        return store.allocate(header.shape(), header.layout());
    }

    /** Why matrices could not be read, of those that could not. */
    private static Map<StoredMatrix, RuntimeException> read(
            Map<StoredMatrix, MatrixSource> files, FileReaders readers) {
        Map<StoredMatrix, RuntimeException> failures = new ConcurrentHashMap<>();
        readers.map(List.copyOf(files.entrySet()), file -> {
            try {
                file.getValue().read(file.getKey());
            } catch (StoppedException e) {
                throw e;
            } catch (BlaspoolException | InvalidInputException e) {
                failures.put(file.getKey(), e);
            }
            return null;
        });
        return failures;
    }

    private LoadedProducts loaded(List<Dgemm> placed, Map<StoredMatrix, RuntimeException> unread) {
        List<ProductEntry> entries = new ArrayList<>(placed.size());
        List<Dgemm> loaded = new ArrayList<>(placed.size());
        List<EntryFailure> failed = new ArrayList<>(failures);
        for (int i = 0; i < placed.size(); i++) {
            Dgemm product = placed.get(i);
            ProductEntry entry = products.get(i).entry();
            Optional<RuntimeException> failure = Stream.of(product.a(), product.b(), product.c())
                    .map(unread::get)
                    .filter(Objects::nonNull)
                    .findFirst();
            if (failure.isPresent()) {
                failed.add(new EntryFailure(entry, failure.get()));
            } else {
                entries.add(entry);
                loaded.add(product);
            }
        }
        return new LoadedProducts(entries, loaded, failed);
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

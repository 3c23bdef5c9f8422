package org.blaspool.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.SizedProduct.Sizing;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.BatchShape;

/**
 * How much work the products of a manifest are, known from the files' heads before anything is computed or any memory
 * is taken.
 *
 * @param products how many
 * @param flop floating-point operations of all
 * @param operandBytes bytes of all operands as doubles; one that several products share counts for each
 * @param resultBytes bytes of all results
 * @param storedBytes bytes of elements in the files that are read, shared ones as above
 * @param footprint what all of them take in a store, as above
 * @param largestFootprint the most memory that one product takes
 * @param largest which product that is, as the manifest calls it; empty where there is none
 * @param largestResultRead the largest result that a product reads before it writes it (beta is not 0); 0 where none does
 * @param readerBytes the most that reading one file takes in another process
 * @param shapes how many products of each size; those beyond the first {@value #MOST_SHAPES} sizes are not in it
 */
public record Workload(
        long products,
        double flop,
        long operandBytes,
        long resultBytes,
        long storedBytes,
        long footprint,
        long largestFootprint,
        String largest,
        long largestResultRead,
        long readerBytes,
        Map<ProductShape, Long> shapes) {
    static final int MOST_SHAPES = 1000;

    /** Entries whose heads are read at once: enough to keep the readers busy, little enough to hold. */
    static final int AT_ONCE = 1024;

    /**
     * Reads the heads of all files that products name.
     *
     * @param entries read to the end and closed
     * @param manifest calls the entries by their names
     * @param problems is told of files that are missing, truncated or of another type, and of sizes that do not agree;
     *     such products do not count
     */
    public static Workload of(
            Stream<ProductEntry> entries, Manifest manifest, ManifestProblems problems, FileReaders readers) {
        Workload sum = new Workload(0, 0, 0, 0, 0, 0, 0, "", 0, 0, new LinkedHashMap<>());
        try (entries) {
            Iterator<ProductEntry> iterator = entries.iterator();
            while (iterator.hasNext()) {
                for (Sizing sizing : readers.map(next(iterator), entry -> Sizing.of(entry, readers))) {
                    if (sizing.failure() instanceof BatchFailedException) {
                        continue; // it costs that product alone, which fails once more when its turn comes
                    }
                    if (sizing.failure() != null) {
                        problems.add(sizing.entry().line(), sizing.failure().getMessage());
                    } else {
                        sum = sum.and(sizing.product(), manifest);
                    }
                }
            }
        }
        return sum;
    }

    /** Bytes of all operands and results; Long.MAX_VALUE where that overflows. */
    public long bytes() {
        return SizedProduct.sum(operandBytes, resultBytes);
    }

    /**
     * The shapes that were found, for a planner.
     *
     * @param share how much of the batch is meant, above 0 and at most 1; at least one product of each shape
     */
    public BatchShape batch(double share) {
        return new BatchShape(shapes.entrySet().stream()
                .map(entry -> new BatchShape.Group(entry.getKey(), Math.max(1, (long) (share * entry.getValue()))))
                .toList());
    }

    /**
     * @param budgetBytes what the matrices of a window may take
     * @throws ResourceUnavailableException where one product alone takes more
     */
    public void requireWithin(long budgetBytes) {
        if (largestFootprint > budgetBytes) {
            throw new ResourceUnavailableException("product takes more memory than allowed: " + largest + " bytes="
                    + largestFootprint + ", allowed " + budgetBytes + "; raise it with --memory-limit");
        }
    }

    static List<ProductEntry> next(Iterator<ProductEntry> iterator) {
        List<ProductEntry> entries = new ArrayList<>();
        while (entries.size() < AT_ONCE && iterator.hasNext()) {
            entries.add(iterator.next());
        }
        return entries;
    }

    /** With one more. */
    private Workload and(SizedProduct product, Manifest manifest) {
        if (shapes.size() < MOST_SHAPES || shapes.containsKey(product.shape())) {
            shapes.merge(product.shape(), 1L, Long::sum);
        }
        long result = SizedProduct.footprint(product.shape().result());
        return new Workload(
                products + 1,
                flop + product.shape().flop(),
                SizedProduct.sum(operandBytes, product.operandBytes()),
                SizedProduct.sum(resultBytes, product.shape().result().bytes()),
                SizedProduct.sum(storedBytes, product.storedBytes()),
                SizedProduct.sum(footprint, product.footprint()),
                Math.max(largestFootprint, product.footprint()),
                product.footprint() > largestFootprint ? manifest.place(product.entry()) : largest,
                product.entry().readsC() ? Math.max(largestResultRead, result) : largestResultRead,
                Math.max(readerBytes, product.readerBytes()),
                shapes);
    }
}

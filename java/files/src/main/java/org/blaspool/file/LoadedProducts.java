package org.blaspool.file;

import java.util.List;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;

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

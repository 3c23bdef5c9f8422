package org.blaspool.error;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.blaspool.BlaspoolException;
import org.blaspool.ProductFailedException;

/** Products of a batch failed or their results did not verify; the others of the batch are not affected. */
public final class BatchFailedException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    private final transient SortedMap<Long, ProductFailedException> failures = new TreeMap<>();

    /** A failure of which it is not known which products have no result. */
    public BatchFailedException(String message) {
        this(message, null);
    }

    /** A failure of which it is not known which products have no result. */
    public BatchFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param failures at least one; of several of one product the first counts */
    public BatchFailedException(List<ProductFailedException> failures) {
        super(summary(failures), failures.get(0).getCause());
        failures.forEach(failure -> this.failures.putIfAbsent(failure.index(), failure));
    }

    private static String summary(List<ProductFailedException> failures) {
        long products = failures.stream()
                .mapToLong(ProductFailedException::index)
                .distinct()
                .count();
        return failures.get(0).getMessage() + (products == 1 ? "" : " (and " + (products - 1) + " more)");
    }

    /** What happened to each product that has no result, by its index in the batch; empty where that is not known. */
    public SortedMap<Long, ProductFailedException> failures() {
        return failures == null ? new TreeMap<>() : failures;
    }
}

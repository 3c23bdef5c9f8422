package org.blaspool;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Products failed or their results did not verify; the others of the batch are not affected. */
public final class ProductFailedException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    private final transient SortedMap<Long, String> reasons;

    public ProductFailedException(String message) {
        this(message, null);
    }

    public ProductFailedException(String message, Throwable cause) {
        this(message, cause, Map.of());
    }

    /**
     * @param reasons why each product has no result, by its index in the batch; empty where it is not known which
     *     products have none
     */
    public ProductFailedException(String message, Throwable cause, Map<Long, String> reasons) {
        super(message, cause);
        this.reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    }

    /** Indices in the batch of the products that have no result, in order; empty where that is not known. */
    public List<Long> tasks() {
        return List.copyOf(reasons().keySet());
    }

    /** Why each of {@link #tasks} failed. */
    public SortedMap<Long, String> reasons() {
        return reasons == null ? Collections.emptySortedMap() : reasons;
    }
}

package org.blaspool.error;

import java.util.List;

/** Products failed or their results did not verify; the others of the batch are not affected. */
public final class ProductFailedException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    private final transient List<Long> tasks;

    public ProductFailedException(String message) {
        this(message, null);
    }

    public ProductFailedException(String message, Throwable cause) {
        this(message, cause, List.of());
    }

    /**
     * @param tasks indices in the batch of the products that have no result; empty where that is not known
     */
    public ProductFailedException(String message, Throwable cause, List<Long> tasks) {
        super(message, cause);
        this.tasks = List.copyOf(tasks);
    }

    /** Indices in the batch of the products that have no result; empty where that is not known. */
    public List<Long> tasks() {
        return tasks == null ? List.of() : tasks;
    }

    @Override
    public int exitCode() {
        return 1;
    }
}

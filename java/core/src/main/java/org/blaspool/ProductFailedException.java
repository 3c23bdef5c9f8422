package org.blaspool;

/**
 * One product or one call of an operation failed; the others of its batch are not affected. The cause is what was thrown:
 * the very object where it was thrown in this JVM, one that was built anew from its text where a worker JVM threw it.
 */
public final class ProductFailedException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    private final long index;
    private final int worker;

    /**
     * @param index of the product or call, from 0 in the order of its batch or stream
     * @param worker the number of the worker that had it in hand, from 0; -1 where that is not known
     * @param message what went wrong, in one line
     * @param cause what was thrown, or null
     */
    public ProductFailedException(long index, int worker, String message, Throwable cause) {
        super(message, cause);
        this.index = index;
        this.worker = worker;
    }

    /** The index of the product or call in its batch or stream, from 0. */
    public long index() {
        return index;
    }

    /** The number of the worker that had it in hand, as {@link Operation.Context#worker} gives it; -1: not known. */
    public int worker() {
        return worker;
    }
}

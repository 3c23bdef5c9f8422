package org.blaspool.dispatch;

import java.util.List;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.operation.Application;

/** What one caller wants done: products, or calls of an operation. It ends exactly once. */
abstract class Work {
    private final List<Dgemm> products;
    private final Operation operation;
    private final List<Application> calls;
    private final OptionalLong chunkSize;
    private boolean ended;
    private boolean abandoned;

    Work(List<Dgemm> products) {
        this(products, null, List.of(), OptionalLong.empty());
    }

    Work(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        this(List.of(), operation, calls, chunkSize);
    }

    private Work(List<Dgemm> products, Operation operation, List<Application> calls, OptionalLong chunkSize) {
        this.products = products;
        this.operation = operation;
        this.calls = calls;
        this.chunkSize = chunkSize;
    }

    /** The products; empty for calls of an operation. */
    final List<Dgemm> products() {
        return products;
    }

    /** Whose calls it is; null for products. */
    final Operation operation() {
        return operation;
    }

    final List<Application> calls() {
        return calls;
    }

    final OptionalLong chunkSize() {
        return chunkSize;
    }

    final int size() {
        return products.size() + calls.size();
    }

    /** Whether nobody waits for it any more, so that it need not begin. */
    synchronized boolean isAbandoned() {
        return abandoned;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * It ended. For the dispatcher's thread, which must not be kept.
     *
     * @param failures of each part, null where it has a result
     * @param error of all of it; null where {@code failures} tells
     */
    abstract void ended(ProductFailedException[] failures, RuntimeException error);

    final void fail(RuntimeException error) {
        end(null, error);
    }

    /** Ends it; only the first time counts. */
    final void end(ProductFailedException[] failures, RuntimeException error) {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        ended(failures, error);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /**
     * Waits until it has ended.
     *
     * @throws StoppedException where the caller is interrupted; what did not begin is dropped then
     */
    final synchronized void await() {
        try {
            while (!ended) {
                wait();
            }
        } catch (InterruptedException e) {
            abandoned = true;
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted while a batch was under way", e);
        }
    }

    /** The same failure by another number; null for none. */
    static ProductFailedException renumbered(ProductFailedException failure, long index) {
        if (failure == null || failure.index() == index) {
            return failure;
        }
        String message = failure.getMessage().replaceFirst("^task \\d+", "task " + index);
        return new ProductFailedException(index, failure.worker(), message, failure.getCause());
    }
}

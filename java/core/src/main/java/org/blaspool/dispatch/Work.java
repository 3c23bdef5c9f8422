package org.blaspool.dispatch;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.operation.Application;

/**
 * What one caller wants done: products, or calls of an operation. It ends once; only the first time counts.
 *
 * @param products empty for calls of an operation
 * @param operation whose calls it is; null for products
 * @param unwanted whether nobody waits for it any more
 * @param abandoned whether who waited was interrupted
 * @param end the failure of each part, null where it has a result; or one error of all of it
 */
record Work(
        List<Dgemm> products,
        Operation operation,
        List<Application> calls,
        OptionalLong chunkSize,
        BooleanSupplier unwanted,
        AtomicBoolean abandoned,
        CompletableFuture<ProductFailedException[]> end) {
    private Work(
            List<Dgemm> products,
            Operation operation,
            List<Application> calls,
            OptionalLong chunkSize,
            BooleanSupplier unwanted) {
        this(products, operation, calls, chunkSize, unwanted, new AtomicBoolean(), new CompletableFuture<>());
    }

    Work(List<Dgemm> products, BooleanSupplier unwanted) {
        this(products, null, List.of(), OptionalLong.empty(), unwanted);
    }

    Work(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        this(List.of(), operation, calls, chunkSize, () -> false);
    }

    int size() {
        return products.size() + calls.size();
    }

    /** Whether nobody waits for it any more, so that it need not begin. */
    boolean isAbandoned() {
        return abandoned.get() || unwanted.getAsBoolean();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    void end(ProductFailedException[] failures) {
        end.complete(failures);
    }

    /** Ends all of it by one error. */
    void fail(RuntimeException error) {
        end.completeExceptionally(error);
    }

    /**
     * Has somebody told how it ended, of {@link #end} or {@link #fail} the one or the other, and null: in the dispatcher's
     * thread, which must not be kept, or here where it has ended already.
     */
    void whenEnded(BiConsumer<ProductFailedException[], RuntimeException> listener) {
        end.whenComplete((failures, error) -> listener.accept(failures, (RuntimeException) error));
    }

    /**
     * Waits until it has ended: the failure of each part, null where it has a result.
     *
     * @throws StoppedException where the caller is interrupted; what did not begin is dropped then
     */
    ProductFailedException[] await() {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            abandoned.set(true);
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

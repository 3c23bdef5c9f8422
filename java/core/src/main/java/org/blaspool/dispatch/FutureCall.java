package org.blaspool.dispatch;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.blaspool.Matrix;
import org.blaspool.Product;
import org.blaspool.ProductFailedException;

/** One product whose result is a future, completed by an executor. */
public final class FutureCall extends Work {
    private final StagedProduct staged;
    private final CompletableFuture<Matrix> future;
    private final Executor executor;

    private FutureCall(StagedProduct staged, CompletableFuture<Matrix> future, Executor executor) {
        super(List.of(staged.dgemm()));
        this.staged = staged;
        this.future = future;
        this.executor = executor;
    }

    /**
     * Queues a product.
     *
     * @param executor completes the future; null: the one that asynchronous stages of a CompletableFuture run in
     */
    public static CompletableFuture<Matrix> submit(
            Product product, PoolMemory memory, Dispatcher dispatcher, Executor executor) {
        StagedProduct staged = StagedProduct.of(product, memory, new IdentityHashMap<>());
        CompletableFuture<Matrix> future = new CompletableFuture<>();
        FutureCall work = new FutureCall(staged, future, executor == null ? future.defaultExecutor() : executor);
        try {
            dispatcher.put(work);
        } catch (IllegalStateException e) {
            staged.discard();
            throw e;
        }
        return future;
    }

    @Override
    boolean isAbandoned() {
        return future.isDone();
    }

    @Override
    void ended(ProductFailedException[] failures, RuntimeException error) {
        RuntimeException wrong = error == null ? failures[0] : error;
        try {
            executor.execute(() -> complete(wrong));
        } catch (RuntimeException refused) {
            // An executor that was shut down: nobody else may run what hangs on the future but who asks for it.
            complete(wrong == null ? refused : wrong);
        }
    }

    private void complete(RuntimeException wrong) {
        if (wrong != null) {
            staged.discard();
            future.completeExceptionally(wrong);
            return;
        }
        try {
            Matrix result = staged.result();
            staged.release();
            if (!future.complete(result)) {
                staged.discard();
            }
        } catch (RuntimeException e) {
            staged.discard();
            future.completeExceptionally(e);
        }
    }
}

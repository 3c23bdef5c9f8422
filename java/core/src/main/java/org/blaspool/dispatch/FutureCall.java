package org.blaspool.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.blaspool.Matrix;
import org.blaspool.Product;

/** One product whose result is a future, completed by an executor. */
public record FutureCall(StagedProduct staged, CompletableFuture<Matrix> future) {
    /**
     * Queues a product.
     *
     * @param executor completes the future; null: the one that asynchronous stages of a CompletableFuture run in
     */
    public static CompletableFuture<Matrix> submit(
            Product product, PoolMemory memory, Dispatcher dispatcher, Executor executor) {
        CompletableFuture<Matrix> future = new CompletableFuture<>();
        FutureCall call = new FutureCall(StagedProduct.of(product, memory), future);
        Executor completing = executor == null ? future.defaultExecutor() : executor;
        Work work = new Work(List.of(call.staged.dgemm()), future::isDone);
        work.whenEnded((failures, error) -> {
            RuntimeException wrong = error == null ? failures[0] : error;
            try {
                completing.execute(() -> call.complete(wrong));
            } catch (RuntimeException refused) {
                // An executor that was shut down: nobody else may run what hangs on the future but who asks for it.
                call.complete(wrong == null ? refused : wrong);
            }
        });
        try {
            dispatcher.put(work);
        } catch (IllegalStateException e) {
            call.staged.discard();
            throw e;
        }
        return future;
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

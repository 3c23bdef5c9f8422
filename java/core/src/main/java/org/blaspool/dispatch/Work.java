package org.blaspool.dispatch;

import java.util.List;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.operation.Application;

/**
 * What one caller wants done: products, or calls of an operation. It ends exactly once: each part of it with or without a
 * failure, or all of it with an error. Subclasses are told in the dispatcher's thread, which must not be kept.
 */
public abstract class Work {
    private boolean ended;
    private boolean abandoned;

    /** The products; empty for calls of an operation. */
    List<Dgemm> products() {
        return List.of();
    }

    /** Whether nobody waits for it any more, so that it need not begin. */
    boolean isAbandoned() {
        synchronized (this) {
            return abandoned;
        }
    }

    /** One part of it ended. */
    protected abstract void partEnded(int index, ProductFailedException failure);

    /** All parts ended: with this error, or each as {@link #partEnded} told where it is null. */
    protected abstract void allEnded(RuntimeException error);

    /** Ends it; only the first time counts. */
    final void end(RuntimeException error) {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        allEnded(error);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    final synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * Waits until it has ended.
     *
     * @throws StoppedException where the caller is interrupted; what did not begin is dropped then
     */
    public final void await() {
        synchronized (this) {
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
    }

    /** Products. */
    public abstract static class OfProducts extends Work {
        private final List<Dgemm> products;

        protected OfProducts(List<Dgemm> products) {
            this.products = products;
        }

        @Override
        final List<Dgemm> products() {
            return products;
        }
    }

    /** Calls of one operation. */
    public abstract static class OfCalls extends Work {
        private final Operation operation;
        private final List<Application> calls;
        private final OptionalLong chunkSize;

        protected OfCalls(Operation operation, List<Application> calls, OptionalLong chunkSize) {
            this.operation = operation;
            this.calls = calls;
            this.chunkSize = chunkSize;
        }

        final Operation operation() {
            return operation;
        }

        final List<Application> calls() {
            return calls;
        }

        final OptionalLong chunkSize() {
            return chunkSize;
        }
    }
}

package org.blaspool.worker;

import org.blaspool.error.ProductFailedException;
import org.blaspool.task.ClaimLoop;

/** Gives what a task threw the task's number. */
final class TaskFailure {
    /** A task's body that may throw anything. */
    @FunctionalInterface
    interface Body {
        void run(long task) throws Exception;
    }

    private TaskFailure() {}

    /** The same body; what it throws becomes the cause of a {@link ProductFailedException} that names the task. */
    static ClaimLoop.Body<RuntimeException> naming(Body body) {
        return task -> {
            try {
                body.run(task);
            } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
                throw new ProductFailedException("task " + task + " failed: " + e, e);
            }
        };
    }
}

package org.blaspool.blas;

/**
 * Rules of a BLAS that hold until this is closed, which restores those from before. They belong to the process: two
 * scopes at once must be closed in the reverse order of their opening.
 */
public final class SplitScope implements AutoCloseable {
    private final Runnable restore;
    private boolean closed;

    /** Rules that were set. @param restore sets those from before */
    public SplitScope(Runnable restore) {
        this.restore = restore;
    }

    /**
     * Restores the rules from before; doing so twice does nothing.
     *
     * @throws IllegalStateException while products run; the rules then still hold and this can be closed later
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            restore.run();
            closed = true;
        }
    }
}

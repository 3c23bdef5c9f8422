package org.blaspool.blas;

/**
 * A limit of a BLAS's threads that holds until it is closed, which restores what was before. The limit belongs to the
 * process: two scopes at once must be closed in the reverse order of their opening.
 */
public final class ThreadLimit implements AutoCloseable {
    private final int requested;
    private final int effective;
    private final Runnable restore;
    private boolean closed;

    ThreadLimit(int requested, int effective, Runnable restore) {
        this.requested = requested;
        this.effective = effective;
        this.restore = restore;
    }

    /** What was asked for. */
    public int requested() {
        return requested;
    }

    /** What the BLAS said when it was read back. */
    public int effective() {
        return effective;
    }

    /** Restores the count from before; doing so twice does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            restore.run();
        }
    }
}

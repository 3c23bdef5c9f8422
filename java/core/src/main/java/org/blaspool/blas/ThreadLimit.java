package org.blaspool.blas;

import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;

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

    /**
     * The limit of a BLAS whose threads cannot be set: what it has already, or an error.
     *
     * @param actual the threads of its calls, 0 where it cannot tell
     */
    public static ThreadLimit ofUncontrolled(BlasInfo info, int requested, int actual) {
        requirePositive(requested);
        if (requested != actual) {
            throw new ResourceUnavailableException("threads of this BLAS cannot be set: blas-threads=" + requested
                    + " kind=" + info.kind() + " path=" + info.path() + ", it has "
                    + (actual == 0 ? "a number that it does not tell" : String.valueOf(actual))
                    + "; --blas bundled has threads that can be set");
        }
        return new ThreadLimit(requested, actual, () -> {});
    }

    static void requirePositive(int threads) {
        if (threads < 1) {
            throw new InvalidInputException(
                    "thread count is not positive: blas-threads=" + threads + ", expected at least 1");
        }
    }

    /** What was asked for. */
    public int requested() {
        return requested;
    }

    /** What the BLAS said when it was read back. */
    public int effective() {
        return effective;
    }

    /**
     * Restores the count from before; doing so twice does nothing.
     *
     * @throws IllegalStateException while products run; the limit then still holds and can be closed later
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            restore.run();
            closed = true;
        }
    }
}

package org.blaspool.blas;

import org.blaspool.ThreadLimit;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;

/**
 * The limit of a BLAS whose threads cannot be set: what it has already, or an error. A count that nobody can tell is
 * reported as such and not trusted.
 */
public record UncontrolledThreads(int requested, int effective) implements ThreadLimit {
    /**
     * @param actual the threads of its calls, 0 where nobody can tell
     * @throws ResourceUnavailableException where it has another count
     */
    public static ThreadLimit limit(BlasInfo info, int requested, int actual) {
        return new UncontrolledThreads(requested, require(info, requested, actual));
    }

    /**
     * The turn of a batch, for which nobody need wait.
     *
     * @param actual the threads of its calls, 0 where nobody can tell
     * @throws ResourceUnavailableException where it has another count
     */
    public static BlasTurn turn(BlasInfo info, String who, int requested, int actual) {
        return BlasTurn.ofUncontrolled(who, requested, require(info, requested, actual));
    }

    static int require(BlasInfo info, int requested, int actual) {
        requirePositive(requested);
        if (actual != 0 && requested != actual) {
            throw new ResourceUnavailableException(
                    "threads of this BLAS cannot be set: blas-threads=" + requested + " kind=" + info.kind() + " path="
                            + info.path() + ", it has " + actual + "; --blas bundled has threads that can be set");
        }
        return actual;
    }

    static void requirePositive(int threads) {
        if (threads < 1) {
            throw new InvalidInputException(
                    "thread count is not positive: blas-threads=" + threads + ", expected at least 1");
        }
    }

    @Override
    public void close() {
        // Nothing was set.
    }
}

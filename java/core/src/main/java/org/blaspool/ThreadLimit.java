package org.blaspool;

/**
 * A limit of the threads of a BLAS, or of all that are loaded, that holds for the whole process until it is closed.
 * Limits nest and may be closed in any order and from any thread: the smallest that is open holds, and what was before
 * is back with the last. A batch that runs meanwhile goes on with the smaller count from its next product on. Made by
 * {@link Blas#limitThreads}, {@link LoadedBlas#limit} and {@link LoadedBlas#limitAll}.
 */
public interface ThreadLimit extends AutoCloseable {
    /** What was asked for. */
    int requested();

    /**
     * What computed when it was opened, read back from the library: less than was asked for where a smaller limit was
     * open already. 0 where nobody can tell.
     */
    int effective();

    /** Takes it back; doing so twice does nothing. Waits for the products that are being computed. */
    @Override
    void close();
}

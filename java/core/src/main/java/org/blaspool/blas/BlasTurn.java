package org.blaspool.blas;

import java.util.List;
import org.blaspool.error.StoppedException;

/**
 * A batch's turn on a BLAS, whose number of threads and split rules hold for the whole process. Batches with equal ones
 * share a turn; others wait for one another in the order in which they asked. Under a caller's {@link
 * org.blaspool.ThreadLimit} a batch runs with the smaller count and is never waited for. For one thread at a time, but
 * for {@link #waitsFor}.
 */
public final class BlasTurn implements AutoCloseable {
    private final LibrarySettings library;
    private final String who;
    private final int threads;
    private final SplitRules rules;
    private volatile List<String> waitsFor = List.of();
    private List<String> waitedFor = List.of();
    private int effective;
    private long waitedNanos;

    /** @param library null where nothing of it can be set, so that nobody need wait */
    BlasTurn(LibrarySettings library, String who, int threads, SplitRules rules) {
        this.library = library;
        this.who = who;
        this.threads = threads;
        this.rules = rules;
    }

    /** The turn of a BLAS of which nothing can be set: it has what it was asked for. */
    static BlasTurn ofUncontrolled(String who, int threads, int effective) {
        BlasTurn turn = new BlasTurn(null, who, threads, SplitRules.NONE);
        turn.effective = effective;
        return turn;
    }

    /**
     * Waits until it can be had.
     *
     * @throws StoppedException where the thread is interrupted, whose status stays; nothing is taken
     * @throws org.blaspool.error.ResourceUnavailableException where that count cannot be had
     */
    public void begin() {
        if (library == null) {
            return;
        }
        long start = System.nanoTime();
        try {
            library.begin(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(
                    "interrupted while waiting for the BLAS: held by " + String.join(", ", waitsFor));
        } finally {
            waitsFor = List.of();
            waitedNanos = System.nanoTime() - start;
        }
    }

    /**
     * Tries whether the count can be had, without waiting: nothing is set where another batch has its turn.
     *
     * @return the threads that a call would have
     * @throws org.blaspool.error.ResourceUnavailableException where that count cannot be had
     */
    public int tryOut() {
        return library == null ? effective : library.tryOut(this);
    }

    /** Whom it waits for now, those that hold the BLAS before those that asked earlier; empty while it does not wait. */
    public List<String> waitsFor() {
        return waitsFor;
    }

    /** Whom it has waited for, as it was when it began to; empty where it need not. */
    public List<String> waitedFor() {
        return waitedFor;
    }

    /** How long {@link #begin} took. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** The threads that a call had, the smallest count if limits changed meanwhile; 0 where nobody can tell. */
    public int effective() {
        return effective;
    }

    /** Ends it; doing so twice does nothing. Waits for the products that are being computed. */
    @Override
    public void close() {
        if (library != null) {
            library.end(this);
        }
    }

    String who() {
        return who;
    }

    int threads() {
        return threads;
    }

    SplitRules rules() {
        return rules;
    }

    void await(List<String> others) {
        waitsFor = others;
        waitedFor = waitedFor.isEmpty() ? others : waitedFor;
    }

    void noteThreads(int now) {
        effective = effective == 0 ? now : Math.min(effective, now);
    }
}

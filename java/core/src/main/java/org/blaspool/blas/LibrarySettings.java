package org.blaspool.blas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.ThreadLimit;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeBlas;

/**
 * What holds for all callers of one native library, its number of threads and its split rules, and who asked for it:
 * limits of callers, and batches that have their turn. One a library and process. Thread-safe; the
 * library itself lets a change pass between two products, so that its lock is never held for longer than those in flight
 * take.
 */
public final class LibrarySettings {
    private static final Map<Long, LibrarySettings> OF_HANDLES = new HashMap<>();

    private final long handle;
    private final BlasInfo info;
    private final List<OpenLimit> limits = new ArrayList<>();
    private final List<BlasTurn> running = new ArrayList<>();
    private final Deque<BlasTurn> waiting = new ArrayDeque<>();
    /** Where no batch has its turn. */
    private SplitRules standing = SplitRules.NONE;

    private SplitRules rules = SplitRules.NONE;

    private LibrarySettings(long handle) {
        this.handle = handle;
        String[] described = NativeBlas.describe(handle);
        info = new BlasInfo(
                described[1],
                described[0],
                described[2],
                described[3],
                described[4],
                described[5],
                NativeBlas.maxThreads(handle),
                NativeBlas.hasThreadControl(handle),
                // A serial OpenBLAS may be built without its locks: its calls are made one at a time.
                !(described[1].equals("openblas") && described[5].equals("sequential")));
    }

    /** @param handle of {@code NativeBlas}, which is the same for each opening of a library */
    static LibrarySettings of(long handle) {
        synchronized (OF_HANDLES) {
            LibrarySettings known = OF_HANDLES.get(handle);
            if (known == null) {
                known = new LibrarySettings(handle);
                OF_HANDLES.put(handle, known);
            }
            return known;
        }
    }

    /** What it is. */
    public BlasInfo info() {
        return info;
    }

    /** Threads of a call now; 0 where it cannot tell. */
    public int threads() {
        return NativeBlas.threads(handle);
    }

    /**
     * Limits its threads, for the whole process, until the limit is closed.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where that count cannot be had
     */
    public synchronized ThreadLimit limit(int threads) {
        UncontrolledThreads.requirePositive(threads);
        if (!info.threadControl()) {
            return UncontrolledThreads.limit(info, threads, NativeBlas.countThreads(handle));
        }
        requirePossible(threads);
        OpenLimit limit = new OpenLimit(threads);
        limits.add(limit);
        try {
            limit.effective = apply();
        } catch (RuntimeException refused) {
            limits.remove(limit);
            settle();
            throw refused;
        }
        return limit;
    }

    /** A batch's turn, which is not taken yet. */
    BlasTurn turn(String who, int threads, SplitRules wanted) {
        UncontrolledThreads.requirePositive(threads);
        if (!info.threadControl()) {
            UncontrolledThreads.require(info, threads, NativeBlas.countThreads(handle));
        }
        return new BlasTurn(this, who, threads, wanted);
    }

    /** What a smaller limit hides must be possible when that one is closed. */
    private void requirePossible(int threads) {
        if (info.maxThreads() > 0 && threads > info.maxThreads()) {
            throw new ResourceUnavailableException("the BLAS does not take the thread count: threads=" + threads
                    + " (kind=" + info.kind() + "), allowed 1 to " + info.maxThreads());
        }
    }

    private final class OpenLimit implements ThreadLimit {
        private final int requested;
        private int effective;

        OpenLimit(int requested) {
            this.requested = requested;
        }

        @Override
        public int requested() {
            return requested;
        }

        @Override
        public int effective() {
            return effective;
        }

        @Override
        public void close() {
            synchronized (LibrarySettings.this) {
                if (limits.remove(this)) {
                    settle();
                }
            }
        }
    }

    synchronized void split(SplitRules wanted) {
        SplitRules before = standing;
        standing = wanted;
        try {
            apply();
        } catch (RuntimeException unsound) {
            standing = before; // nothing was set
            throw unsound;
        }
    }

    /** First come, first served: who could share with those that run still waits for those who asked before. */
    synchronized void begin(BlasTurn turn) throws InterruptedException {
        requirePossible(turn.threads());
        waiting.addLast(turn);
        try {
            while (waiting.peekFirst() != turn || !canShare(turn)) {
                turn.await(before(turn));
                wait();
            }
            take(turn);
        } finally {
            waiting.remove(turn);
            notifyAll();
        }
    }

    private void take(BlasTurn turn) {
        running.add(turn);
        try {
            apply();
        } catch (RuntimeException refused) {
            running.remove(turn);
            settle();
            throw refused;
        }
    }

    /** Takes the turn and gives it back where nobody else has one; the threads that it would have. */
    synchronized int tryOut(BlasTurn turn) {
        requirePossible(turn.threads());
        if (running.isEmpty()) {
            take(turn);
            end(turn);
        }
        return limited(turn.threads());
    }

    private boolean canShare(BlasTurn turn) {
        return running.isEmpty()
                || (limited(turn.threads()) == smallest() && turn.rules().equals(rules));
    }

    private List<String> before(BlasTurn turn) {
        List<String> names = new ArrayList<>();
        for (BlasTurn other : running) {
            names.add(other.who());
        }
        for (BlasTurn other : waiting) {
            if (other == turn) {
                break;
            }
            names.add(other.who());
        }
        return names;
    }

    synchronized void end(BlasTurn turn) {
        if (running.remove(turn)) {
            settle();
            notifyAll();
        }
    }

    /** The smallest count that is asked for; 0: none, so that the library's own holds. */
    private int smallest() {
        int smallest = 0;
        for (BlasTurn turn : running) {
            smallest = smallest == 0 ? turn.threads() : Math.min(smallest, turn.threads());
        }
        return limited(smallest);
    }

    /** A batch's count under the limits that are open. */
    private int limited(int threads) {
        int smallest = threads;
        for (OpenLimit limit : limits) {
            smallest = smallest == 0 ? limit.requested : Math.min(smallest, limit.requested);
        }
        return smallest;
    }

    /**
     * Makes the library have what is asked for now, and reads it back. What is refused changes nothing.
     *
     * @return the threads of a call; 0 where it cannot tell
     */
    private int apply() {
        SplitRules wanted = running.isEmpty() ? standing : running.get(0).rules();
        if (!wanted.equals(rules)) {
            NativeBlas.setSplit(handle, String.join(",", wanted.rules()));
            NativeBlas.setKernels(handle, wanted.smallKernels());
            rules = wanted;
        }
        if (info.threadControl()) {
            int threads = smallest();
            if (threads == 0) {
                NativeBlas.restoreThreads(handle);
            } else {
                NativeBlas.setThreads(handle, threads);
            }
        }
        int now = running.isEmpty() && limits.isEmpty() ? 0 : NativeBlas.countThreads(handle);
        for (BlasTurn turn : running) {
            turn.noteThreads(now);
        }
        return now;
    }

    /** After something was taken back: what is left was had before, or is less than what was. */
    private void settle() {
        try {
            apply();
        } catch (ResourceUnavailableException refused) {
            // The library counts otherwise than when this was asked for; its own count is what can always be had.
            NativeBlas.restoreThreads(handle);
        }
    }
}

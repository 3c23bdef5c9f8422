package org.blaspool.strategy;

import java.util.function.Supplier;

/**
 * Who uses something that is for one caller at a time: the thread that is inside, and the one whose batch lies there.
 * Another one is refused with the name of who is in its way, so that two callers never work on each other's batch
 * without knowing. A thread that finds nobody inside may bring a batch of its own; whose was there before is told when it
 * comes back.
 */
final class SoleUser {
    private final String what;
    private Thread inside;
    private int depth;
    private boolean closed;
    private Holder holder;

    /** Whose batch lies there; no reference to the thread, which may have ended. */
    private record Holder(long id, String name) {}

    /** @param what the thing, as messages name it */
    SoleUser(String what) {
        this.what = what;
    }

    /** Runs an action in which nobody else may be. */
    void use(Runnable action) {
        inside(() -> {
            action.run();
            return null;
        });
    }

    private <T> T inside(Supplier<T> action) {
        enter();
        try {
            return action.get();
        } finally {
            leave();
        }
    }

    /** Runs what brings a batch, which is the calling thread's from then on; the one before is gone even where it fails. */
    void bring(Runnable action) {
        use(() -> {
            hold(null);
            action.run();
            hold(Thread.currentThread());
        });
    }

    private synchronized void hold(Thread thread) {
        holder = thread == null ? null : new Holder(thread.getId(), thread.getName());
    }

    /** Runs what takes the batch away, whose it is. */
    void drop(Runnable action) {
        use(() -> {
            try {
                action.run();
            } finally {
                hold(null);
            }
        });
    }

    /** Runs what works on the batch, which the calling thread has brought. */
    <T> T work(Supplier<T> action) {
        return inside(() -> {
            requireHolder();
            return action.get();
        });
    }

    /** Runs the last action, unless it was run before; everything is refused from then on. */
    void close(Runnable action) {
        synchronized (this) {
            if (closed) {
                return;
            }
            enter();
            closed = true;
        }
        try {
            action.run();
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        if (closed && inside != Thread.currentThread()) {
            throw new IllegalStateException(what + " is closed");
        }
        if (inside != null && inside != Thread.currentThread()) {
            throw new IllegalStateException(
                    what + " is in use: thread=" + inside.getName() + ", expected one caller at a time");
        }
        inside = Thread.currentThread();
        depth++;
    }

    private synchronized void leave() {
        if (--depth == 0) {
            inside = null;
        }
    }

    private synchronized void requireHolder() {
        if (holder == null) {
            throw new IllegalStateException(what + " has no batch, expected one to be loaded first");
        }
        if (holder.id() != Thread.currentThread().getId()) {
            throw new IllegalStateException(what + " holds a batch of another thread: thread=" + holder.name()
                    + ", expected the thread that loaded it to run it");
        }
    }
}

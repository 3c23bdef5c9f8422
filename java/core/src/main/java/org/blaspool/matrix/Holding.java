package org.blaspool.matrix;

/** The memory of one matrix and of its transposes, which share this: given back once, whoever closes one of them. */
public final class Holding {
    /** Of matrices that close with their store alone. */
    static final Holding OF_ITS_STORE = new Holding(null);

    private final Runnable giveBack;
    private volatile boolean closed;

    /** @param giveBack is run once, by the first {@link #close()}; from any thread */
    public Holding(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("matrix is closed");
        }
    }

    /** Gives the memory back; doing so twice does nothing. */
    public void close() {
        if (giveBack == null) {
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        giveBack.run();
    }
}

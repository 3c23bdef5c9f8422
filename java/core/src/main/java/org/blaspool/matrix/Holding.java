package org.blaspool.matrix;

/**
 * The memory of one matrix and of its transposes, which share this: given back once, whoever closes one of them.
 * Thread-safe.
 */
public class Holding {
    /** Of matrices that close with their store alone. */
    public static final Holding OF_ITS_STORE = new Holding(null);

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

    void requireWritable() {
        // The owner may write.
    }

    /** The same memory for somebody who may read it until this is closed, which gives nothing back. */
    Holding lent() {
        Holding owner = this;
        return new Holding(() -> {}) {
            @Override
            void requireOpen() {
                super.requireOpen();
                owner.requireOpen();
            }

            @Override
            void requireWritable() {
                throw new UnsupportedOperationException("operand is read-only, expected a copy to write to:"
                        + " copy = context.zeros(rows, columns), copy.copyFrom(operand)");
            }
        };
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

package org.blaspool.transport;

import java.io.IOException;
import org.blaspool.jni.NativeChannel;

/** What memory is lent through, so that only the receiver copies it; closed where this system lends none. */
final class Lender implements AutoCloseable {
    private static final long NONE = -1;

    private final long ends;

    Lender(long ends) {
        this.ends = ends;
    }

    static Lender open() {
        try {
            return new Lender(NativeChannel.lender());
        } catch (IOException e) {
            return new Lender(NONE);
        }
    }

    boolean isOpen() {
        return ends != NONE;
    }

    /** As {@link NativeChannel#lend} takes them. */
    long ends() {
        return ends;
    }

    @Override
    public void close() {
        if (isOpen()) {
            NativeChannel.close((int) ends);
            NativeChannel.close((int) (ends >>> 32));
        }
    }
}

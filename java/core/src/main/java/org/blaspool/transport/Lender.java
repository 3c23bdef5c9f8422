package org.blaspool.transport;

import java.io.IOException;
import java.util.Optional;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeChannel;

/**
 * What memory is lent through, so that only the receiver copies it. It takes two descriptors, when something is lent for
 * the first time; where this system lends nothing, memory is sent by copying it. For the sending thread.
 */
final class Lender implements AutoCloseable {
    private static final long NOT_ASKED = -1;
    private static final long REFUSED = -2;

    private long ends = NOT_ASKED;

    /** Why this system lends nothing; empty where it does. */
    static Optional<String> refusal() {
        try (Lender lender = new Lender()) {
            lender.ends = NativeChannel.lender();
            return Optional.empty();
        } catch (ResourceUnavailableException | IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Sends bytes from where they lie, by reference where that can be. */
    void lend(int descriptor, long address, long bytes) throws IOException {
        if (ends == NOT_ASKED) {
            ends = open();
        }
        if (ends == REFUSED) {
            NativeChannel.send(descriptor, address, bytes);
        } else {
            NativeChannel.lend(descriptor, ends, address, bytes);
        }
    }

    private static long open() throws IOException {
        try {
            return NativeChannel.lender();
        } catch (ResourceUnavailableException e) {
            return REFUSED;
        }
    }

    @Override
    public void close() {
        if (ends >= 0) {
            NativeChannel.close((int) ends);
            NativeChannel.close((int) (ends >>> 32));
            ends = REFUSED;
        }
    }
}

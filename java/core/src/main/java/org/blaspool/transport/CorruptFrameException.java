package org.blaspool.transport;

import java.io.IOException;

/** What came over a channel is not what the protocol allows there; the channel cannot be used any more. */
public final class CorruptFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptFrameException(String message) {
        super("corrupt frame: " + message);
    }
}

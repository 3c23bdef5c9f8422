package org.blaspool.error;

import org.blaspool.BlaspoolException;

/** Stopped by a signal or by the caller; what was finished is kept. */
public final class StoppedException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    public StoppedException(String message) {
        super(message);
    }

    public StoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}

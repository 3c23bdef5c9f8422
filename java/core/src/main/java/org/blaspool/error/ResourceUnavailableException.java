package org.blaspool.error;

import org.blaspool.BlaspoolException;

/** The machine lacks what was asked: memory, CPUs, a BLAS, a C library that is new enough. */
public final class ResourceUnavailableException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    public ResourceUnavailableException(String message) {
        super(message);
    }

    public ResourceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.blaspool.error;

import org.blaspool.BlaspoolException;

/** The command line, a file or an argument is wrong; nothing was computed. */
public final class InvalidInputException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 2;
    }
}

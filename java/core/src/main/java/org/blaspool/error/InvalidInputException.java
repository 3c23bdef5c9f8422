package org.blaspool.error;

/**
 * The command line, a file or an argument is wrong; nothing was computed. A message is one line, as that of a
 * {@link org.blaspool.BlaspoolException}.
 */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.blaspool;

/**
 * A failure that blaspool can explain. The message is one line, in lower case: what is wrong, the values, what was
 * expected, and how to mend it.
 */
public abstract class BlaspoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected BlaspoolException(String message) {
        super(message);
    }

    protected BlaspoolException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The exit code of the command line for this kind of failure. */
    public abstract int exitCode();
}

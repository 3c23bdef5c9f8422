package org.blaspool;

/**
 * A failure that is not the caller's mistake: the machine lacks something, a worker or a product failed. The message is
 * one line, in lower case: what is wrong, the values, what was expected, and how to mend it. A caller's own mistakes are
 * the JDK's exceptions: IllegalArgumentException, IllegalStateException, IndexOutOfBoundsException, NullPointerException.
 */
public abstract class BlaspoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected BlaspoolException(String message) {
        super(message);
    }

    protected BlaspoolException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.blaspool.error;

/** A product failed or its result did not verify. */
public final class ProductFailedException extends BlaspoolException {
    private static final long serialVersionUID = 1L;

    public ProductFailedException(String message) {
        super(message);
    }

    public ProductFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 1;
    }
}

package org.blaspool.bench.scenarios;

/** What a row is held against is not on this machine: the row is skipped. */
final class MissingReferenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MissingReferenceException(String what) {
        super(what);
    }
}

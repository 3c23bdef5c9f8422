package org.blaspool.error;

import java.util.OptionalInt;

/** How a command ends for each kind of failure that blaspool can explain. */
public final class ExitCode {
    private ExitCode() {}

    /** The exit code for a failure; empty for one that nobody foresaw. */
    public static OptionalInt of(Throwable failure) {
        if (failure instanceof BatchFailedException) {
            return OptionalInt.of(1);
        }
        if (failure instanceof InvalidInputException) {
            return OptionalInt.of(2);
        }
        if (failure instanceof ResourceUnavailableException) {
            return OptionalInt.of(3);
        }
        return failure instanceof StoppedException ? OptionalInt.of(4) : OptionalInt.empty();
    }
}

package org.blaspool.cli;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.ExitCode;

/**
 * What a user is told of a failure.
 *
 * @param message one line
 * @param status the exit code
 * @param expected whether blaspool can explain it; otherwise it is a fault of its own
 */
record Failure(String message, int status, boolean expected) {
    static final int WRONG_COMMAND_LINE = 2;
    private static final int FAULT = 1;
    private static final int LACKING = 3;
    private static final int STOPPED = 4;
    private static final String SIGNAL = "stopped by a signal";
    /** How the dynamic linker speaks of a C library that is too old. */
    private static final String NEEDED_GLIBC = "version `GLIBC_";

    /**
     * Judges what was thrown.
     *
     * @param stopping whether a signal had come, so that anything may have been cut short
     */
    static Failure of(Throwable thrown, boolean stopping) {
        Throwable cause = thrown;
        // Libraries are loaded as classes are initialised; what went wrong there is what counts.
        while (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (stopping) {
            String message = String.valueOf(cause.getMessage());
            // Whatever was cut short says what it saw of it; what the user did is press Ctrl-C.
            return new Failure(message.startsWith(SIGNAL) ? message : SIGNAL, STOPPED, true);
        }
        OptionalInt status = ExitCode.of(cause);
        if (status.isEmpty()) {
            // Other threads hand on what ended them.
            cause = Stream.iterate(cause, each -> each != null, Throwable::getCause)
                    .filter(OutOfMemoryError.class::isInstance)
                    .findFirst()
                    .orElse(cause);
        }
        if (status.isPresent()) {
            // One line, but for a list of bad entries, which has one for each.
            return new Failure(String.valueOf(cause.getMessage()), status.getAsInt(), true);
        }
        if (cause instanceof OutOfMemoryError e
                && String.valueOf(e.getMessage()).contains("native thread")) {
            return new Failure(
                    "threads cannot be started: " + ProcessLimits.read().text() + ", expected room for "
                            + ProcessLimits.THREADS_OF_A_JVM + " more, and for as many in each worker JVM;"
                            + " raise the limit or lower --workers",
                    LACKING,
                    true);
        }
        if (cause instanceof OutOfMemoryError e) {
            return new Failure(
                    "out of memory: " + oneLine(e.getMessage()) + ", heap="
                            + (Runtime.getRuntime().maxMemory() >> 20) + "M, raise it by BLASPOOL_JAVA_OPTS=-Xmx...",
                    LACKING,
                    true);
        }
        if (cause instanceof UnsatisfiedLinkError e) {
            return new Failure(unlinked(oneLine(e.getMessage())), LACKING, true);
        }
        String message = cause.getMessage() == null ? "" : ": " + oneLine(cause.getMessage());
        return new Failure("unexpected " + cause.getClass().getSimpleName() + message, FAULT, false);
    }

    /** Natives need at most the C library of the system that they were built on. */
    private static String unlinked(String reason) {
        return "native library cannot be loaded: " + reason
                + (reason.contains(NEEDED_GLIBC)
                        ? "; it was built for a newer C library than this system's, expected one that was built here:"
                                + " run ./blaspool in a source tree, and take a BLAS of this system by --blas system"
                        : "");
    }

    /** The line to print. */
    String line(boolean verbose) {
        return expected || verbose ? message : message + "; --verbose shows where";
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}

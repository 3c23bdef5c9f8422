package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.StoppedException;

/** What a failed read of an input file is to the caller. */
final class FileFault {
    private FileFault() {}

    static RuntimeException reading(Object file, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new StoppedException("stopped while reading: file=" + file, cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new InvalidInputException("file is not there: file=" + file, cause);
        }
        return new InvalidInputException("file cannot be read: file=" + file + " reason=" + reason(cause), cause);
    }

    /** The system's words for it. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;
import org.blaspool.error.StoppedException;

/** What is said of files that cannot be read. */
public final class InputFile {
    private InputFile() {}

    /** Where it is there, it is a regular file: opening a pipe would wait for its writer. */
    static void requireRegular(Path file, Object name) {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException("file is a directory: file=" + name);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InvalidInputException("file is not a regular file: file=" + name);
        }
    }

    /** What a failed read is to the caller. */
    static RuntimeException failure(Object file, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new StoppedException("stopped while reading: file=" + file, cause);
        }
        if (cause instanceof NoSuchFileException) {
            return new InvalidInputException("file is not there: file=" + file, cause);
        }
        return new InvalidInputException("file cannot be read: file=" + file + " reason=" + Reason.of(cause), cause);
    }
}

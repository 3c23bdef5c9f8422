package org.blaspool.cli.command.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.blaspool.cli.option.Arguments;
import org.blaspool.error.InvalidInputException;

/**
 * How a run can be followed.
 *
 * @param status a file for programs to read; empty for none
 * @param everyMillis between two lines on standard error where that is no terminal
 */
record WatchOptions(Optional<Path> status, long everyMillis) {
    private static final long MINUTE_MILLIS = 60_000;

    static WatchOptions read(Arguments arguments) {
        return new WatchOptions(
                arguments.text("status").map(WatchOptions::file),
                arguments.seconds("progress").orElse(MINUTE_MILLIS));
    }

    private static Path file(String name) {
        try {
            Path file = Path.of(name).toAbsolutePath();
            Path directory = file.getParent();
            if (directory != null && Files.isDirectory(directory) && !Files.isDirectory(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new InvalidInputException("file name is not valid: status=" + name, e);
        }
        throw new InvalidInputException("file cannot be written: status=" + name
                + ", expected a file's name in a directory that is there, after --status");
    }
}

package org.blaspool.cli.option;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.blaspool.error.InvalidInputException;

/**
 * What is to be seen of a command while it computes.
 *
 * @param trace file for a timeline
 * @param recordings directory for flight recordings
 */
public record ObservationOptions(Optional<Path> trace, Optional<Path> recordings) {
    public static OptionGroup group() {
        return OptionGroup.of("To see what happened when")
                .with("trace", "FILE", "a timeline of all processes in the Chrome trace event format, for Perfetto")
                .with("jfr", "DIR", "flight recordings of this JVM and of every worker JVM; made if missing");
    }

    public static ObservationOptions read(Arguments arguments) {
        Optional<Path> trace = arguments.text("trace").map(name -> path("trace", name));
        trace.ifPresent(ObservationOptions::checkWritable);
        Optional<Path> recordings = arguments.text("jfr").map(name -> path("jfr", name));
        recordings
                .filter(Files::exists)
                .filter(path -> !Files.isDirectory(path))
                .ifPresent(path -> {
                    throw new InvalidInputException(
                            "not a directory: jfr=" + path + ", expected a directory for --jfr");
                });
        return new ObservationOptions(trace, recordings.map(Path::toAbsolutePath));
    }

    private static Path path(String option, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("file name is not valid: " + option + "=" + name, e);
        }
    }

    private static void checkWritable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw new InvalidInputException("file cannot be written: trace=" + file
                    + ", expected a file in a directory that is there and writable after --trace");
        }
    }
}

package org.blaspool.cli.option;

import java.nio.file.Files;
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
        Optional<Path> recordings = arguments.path("jfr");
        recordings
                .filter(Files::exists)
                .filter(path -> !Files.isDirectory(path))
                .ifPresent(path -> {
                    throw new InvalidInputException(
                            "not a directory: jfr=" + path + ", expected a directory for --jfr");
                });
        return new ObservationOptions(arguments.writable("trace"), recordings.map(Path::toAbsolutePath));
    }
}

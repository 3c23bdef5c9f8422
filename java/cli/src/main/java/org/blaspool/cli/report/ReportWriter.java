package org.blaspool.cli.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.error.ResourceUnavailableException;

/**
 * Writes a report in the forms that were asked for.
 *
 * @param out standard output
 */
public record ReportWriter(OutputOptions options, PrintStream out) {
    /**
     * Writes it.
     *
     * @param report as JSON; null where it has no such form, as are csv and page of commands that have no option for them
     */
    public void write(Supplier<String> text, Object report, Supplier<String> csv, Supplier<String> page) {
        if (options.showsText()) {
            out.print(text.get());
        }
        write(options.json(), () -> Json.write(report));
        write(options.csv(), csv);
        write(options.html(), page);
    }

    private void write(Optional<String> target, Supplier<String> content) {
        if (target.isEmpty()) {
            return;
        }
        if (target.get().equals(OutputOptions.STANDARD)) {
            out.print(content.get());
            return;
        }
        write(Path.of(target.get()), content.get());
    }

    /** What is renamed to the file once it is whole: of another process another, and no longer than a name can be. */
    public static Path unfinished(Path file) {
        return file.resolveSibling(".blaspool-" + file.getFileName().hashCode() + "."
                + ProcessHandle.current().pid() + ".partial");
    }

    /** Writes a whole file, or leaves what was there. */
    public static void write(Path target, String content) {
        Path file = target.toAbsolutePath();
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe or a device is written as it is: renaming would put a file in its place.
                Files.writeString(file, content);
                return;
            }
            // Not createTempFile's, whose mode is 0600: a report is for whoever the umask says.
            Path written = unfinished(file);
            try {
                Files.writeString(written, content);
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new ResourceUnavailableException("report cannot be written: file=" + file + ", " + e, e);
        }
    }
}

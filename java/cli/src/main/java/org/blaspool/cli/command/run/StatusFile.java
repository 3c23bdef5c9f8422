package org.blaspool.cli.command.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.RunStatus;

/** A file that programs read while a run goes on: whole whenever it is looked at. */
final class StatusFile {
    private final Path file;
    private final Path next;

    StatusFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** Puts a new status in place of the last. A status that cannot be written is not worth a run. */
    void replace(RunStatus status) {
        try {
            Files.writeString(next, Json.write(status));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            next.toFile().delete();
        }
    }
}

package org.blaspool.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Removes a directory when this process ends without having done so itself, even by SIGKILL: a shell that waits for the
 * end of a pipe which the kernel closes then. It obeys nobody else: the terminal's and a batch system's signals pass it
 * by. Where there is no shell, or where it is killed too, the directory stays until the next {@link ScratchDirectory} is
 * made beside it.
 */
final class DirectoryGuard implements AutoCloseable {
    private static final String SHELL = "/bin/sh";

    /** Workers die in the same moment and may still be writing: so it is tried until nothing is left, for 5 s. */
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM USR1 USR2
            read -r word && exit 0
            tries=0
            until rm -rf -- "$1" && [ ! -e "$1" ] || [ $tries -ge 50 ]; do tries=$((tries + 1)); sleep 0.1; done
            """;

    private static final byte[] DISMISSAL = "done\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DISMISSAL_MILLIS = 1000;

    private final Process shell;

    private DirectoryGuard(Process shell) {
        this.shell = shell;
    }

    /** Guards a directory by its absolute path. */
    static DirectoryGuard of(Path directory) {
        ProcessBuilder builder = new ProcessBuilder(SHELL, "-c", SCRIPT, "blaspool-guard", directory.toString());
        builder.directory(Path.of("/").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        try {
            return new DirectoryGuard(builder.start());
        } catch (IOException e) {
            return new DirectoryGuard(null);
        }
    }

    /** Ends it: the directory has been removed. */
    @Override
    public void close() {
        if (shell == null) {
            return;
        }
        try (var input = shell.getOutputStream()) {
            input.write(DISMISSAL);
        } catch (IOException e) {
            // It has gone already.
        }
        try {
            if (!shell.waitFor(DISMISSAL_MILLIS, TimeUnit.MILLISECONDS)) {
                // A busy machine: it is gone when this returns, as the workers are.
                shell.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

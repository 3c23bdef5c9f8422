package org.blaspool.blas;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Files of a package of Debian or Ubuntu: as they are installed, else downloaded and unpacked, once a build. */
final class DebianPackage {
    private static final Path LIBRARIES = Path.of("usr/lib/x86_64-linux-gnu");
    private static final Path UNPACKED = Path.of("target/debian").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 120;

    private DebianPackage() {}

    /**
     * A library of a package; who asks is skipped with a word where it cannot be had.
     *
     * @param file below the directory of libraries
     */
    static Path library(String name, String file) {
        Path installed = Path.of("/").resolve(LIBRARIES).resolve(file);
        return Files.exists(installed)
                ? installed
                : unpacked(name).resolve(LIBRARIES).resolve(file);
    }

    private static synchronized Path unpacked(String name) {
        Path directory = UNPACKED.resolve(name);
        try {
            if (!Files.isDirectory(directory)) {
                Path download = Files.createDirectories(UNPACKED.resolve(name + ".download"));
                boolean there = run(download, List.of("apt-get", "download", "-qq", name))
                        && run(download, List.of("dpkg", "-x", archive(download, name), name))
                        && download.resolve(name).toFile().renameTo(directory.toFile());
                assumeThat(there)
                        .as("Debian's package " + name + " is installed or can be downloaded")
                        .isTrue();
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String archive(Path directory, String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(name + "_") && file.endsWith(".deb"))
                    .findFirst()
                    .orElse("none.deb");
        }
    }

    private static boolean run(Path directory, List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

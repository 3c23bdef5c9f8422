package org.blaspool.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeProcess;

/**
 * A directory that only its user can enter, for sockets and for the files of independent tasks; removed when it is
 * closed. Its name tells whose it is, so that what a killed process left is swept by the next one.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("blaspool-([0-9]+)-.*");

    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** Where scratch files go: BLASPOOL_SCRATCH, else SLURM_TMPDIR, else TMPDIR, else /tmp. */
    public static Path byEnvironment() {
        return byEnvironment(System.getenv());
    }

    static Path byEnvironment(Map<String, String> environment) {
        return Stream.of("BLASPOOL_SCRATCH", "SLURM_TMPDIR", "TMPDIR")
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .map(Path::of)
                .orElse(Path.of("/tmp"));
    }

    /**
     * Makes a directory under {@code parent} and sweeps what dead processes left there.
     *
     * @throws ResourceUnavailableException where it cannot be made
     */
    public static ScratchDirectory create(Path parent) {
        sweep(parent);
        try {
            return new ScratchDirectory(Files.createTempDirectory(
                    parent,
                    "blaspool-" + NativeProcess.pid() + "-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "scratch directory cannot be made: scratch=" + parent + " (" + reason(e)
                            + "), expected a directory that can be written; see --scratch and BLASPOOL_SCRATCH",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void sweep(Path parent) {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, "blaspool-*")) {
            for (Path candidate : candidates) {
                Matcher name = NAME.matcher(candidate.getFileName().toString());
                if (name.matches() && isOrphan(candidate, Long.parseLong(name.group(1)))) {
                    deleteTree(candidate);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's, or gone meanwhile: making our own directory is what matters, and says what is wrong.
        }
    }

    private static boolean isOrphan(Path candidate, long pid) throws IOException {
        String user = System.getProperty("user.name");
        return !Files.exists(Path.of("/proc", Long.toString(pid)))
                && Files.getOwner(candidate).getName().equals(user);
    }

    private static void deleteTree(Path top) throws IOException {
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    public Path path() {
        return path;
    }

    /** Removes the directory with all that is in it. */
    @Override
    public void close() {
        try {
            deleteTree(path);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "scratch directory cannot be removed: " + path + " (" + reason(e) + ")", e);
        }
    }
}

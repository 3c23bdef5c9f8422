package org.blaspool.pool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeProcess;

/**
 * A directory that only its user can enter, for sockets and for the files of independent tasks; removed when it is
 * closed, and by its {@link DirectoryGuard} where this process is killed. What is left nevertheless is swept by the next
 * one that is made beside it.
 *
 * <p>Whether the owner of a directory lives is told by a lock that it holds on a file in there, not by a process id: of
 * containers and nodes that share a file system each counts its own processes.
 */
public final class ScratchDirectory implements AutoCloseable {
    private static final String NAMES = "blaspool-[0-9]*-*";
    private static final String LOCK = "lock";
    private static final int ATTEMPTS = 3;

    /** Those of this process: a process cannot see its own locks, and would lose them by looking. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private final DirectoryGuard guard;

    private ScratchDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
        guard = DirectoryGuard.of(path);
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
    public static synchronized ScratchDirectory create(Path parent) {
        try {
            Path realParent = parent.toRealPath();
            sweep(realParent);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Path made = Files.createTempDirectory(
                        realParent,
                        "blaspool-" + NativeProcess.pid() + "-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                OWN.add(made);
                FileChannel lock = lock(made);
                if (lock != null) {
                    return new ScratchDirectory(made, lock);
                }
                OWN.remove(made);
            }
            throw new IOException("other processes sweep it again and again");
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "scratch directory cannot be made: scratch=" + parent + " (" + Reason.of(e)
                            + "), expected a directory that can be written; see --scratch and BLASPOOL_SCRATCH",
                    e);
        }
    }

    /** Null where a sweeping process came between the two steps, which takes the directory away then. */
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
            channel.close();
            return null;
        } catch (IOException e) {
            channel.close();
            deleteTree(directory);
            throw e;
        }
    }

    private static void sweep(Path parent) {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, NAMES)) {
            for (Path candidate : candidates) {
                if (!OWN.contains(candidate) && isOurs(candidate)) {
                    sweepOrphan(candidate);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's, or gone meanwhile: making our own directory is what matters, and says what is wrong.
        }
    }

    private static boolean isOurs(Path candidate) throws IOException {
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return Files.isDirectory(candidate, NOFOLLOW_LINKS)
                && self.equals(Files.getAttribute(candidate, "unix:uid", NOFOLLOW_LINKS));
    }

    /** A directory without a lock file is being made at this moment, and one that is locked is in use. */
    private static void sweepOrphan(Path candidate) {
        try (FileChannel channel = FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE, NOFOLLOW_LINKS);
                var lock = channel.tryLock()) {
            if (lock != null) {
                deleteTree(candidate);
            }
        } catch (IOException | UncheckedIOException | OverlappingFileLockException e) {
            // In use, or gone meanwhile.
        }
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
        if (!OWN.contains(path)) {
            return;
        }
        try (guard;
                lock) {
            deleteTree(path);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "scratch directory cannot be removed: " + path + " (" + Reason.of(e) + ")", e);
        } finally {
            OWN.remove(path);
        }
    }

    /**
     * Removes a directory when this process ends without having done so itself, even by SIGKILL: a shell that waits for the
     * end of a pipe which the kernel closes then. It obeys nobody else: the terminal's and a batch system's signals pass it
     * by. Where there is no shell, or where it is killed too, the directory stays until the next {@link ScratchDirectory} is
     * made beside it.
     */
    static final class DirectoryGuard implements AutoCloseable {
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
}

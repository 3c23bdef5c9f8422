package org.blaspool.unpack;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.blaspool.error.ResourceUnavailableException;

/**
 * Directories that nobody but this user (or root) can put a file into: what lies there is loaded into the process.
 *
 * @param uid of this process
 */
record PrivateDirectory(int uid) {
    private static final int GROUP_OR_WORLD_WRITE = 0022;
    private static final int WORLD_WRITE = 0002;
    private static final int STICKY = 01000;

    /** The effective user of this process. */
    static PrivateDirectory ofThisUser() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Uid:")) {
                    return new PrivateDirectory(Integer.parseInt(line.split("\\s+")[2]));
                }
            }
            throw new IOException("no line Uid:");
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "the user of this process is not known: /proc/self/status cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the directory with mode 0700 unless it is there, its parents as the umask has it, and checks it.
     *
     * @throws IOException where it cannot be made: another place may do
     * @throws ResourceUnavailableException where it is there and others could tamper with it
     */
    void ensure(Path directory) throws IOException {
        if (!Files.exists(directory, NOFOLLOW_LINKS)) {
            Files.createDirectories(directory.getParent());
            try {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException anotherProcessWasFirst) {
                // What it made is checked below like any other.
            }
        }
        check(directory);
    }

    private void check(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw refusal(
                    "is a symbolic link", directory, "to " + Files.readSymbolicLink(directory), "a directory itself");
        }
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw refusal("is no directory", directory, "a file", "a directory");
        }
        int owner = owner(directory);
        if (owner != uid && owner != 0) {
            throw refusal("belongs to another user", directory, "owner=" + owner, "owner " + uid);
        }
        int mode = mode(directory);
        if ((mode & GROUP_OR_WORLD_WRITE) != 0) {
            throw refusal(
                    "can be written by others",
                    directory,
                    "mode=" + octal(mode),
                    "no write permission for group and others (chmod go-w)");
        }
    }

    /** Checks what the directory lies in: who may rename an ancestor may put another directory in its place. */
    void checkAncestors(Path directory) throws IOException {
        Path realPath = directory.toRealPath();
        for (Path ancestor = realPath.getParent(); ancestor != null; ancestor = ancestor.getParent()) {
            int mode = mode(ancestor);
            if ((mode & WORLD_WRITE) != 0 && (mode & STICKY) == 0) {
                throw refusal(
                        "lies below a directory that all can write",
                        realPath,
                        "parent=" + ancestor + " mode=" + octal(mode),
                        "no write permission for others, or the sticky bit");
            }
        }
    }

    /** Whether a file is a regular one that only this user or root can have written. */
    boolean trusts(Path file) throws IOException {
        int owner = owner(file);
        return Files.isRegularFile(file, NOFOLLOW_LINKS)
                && (owner == uid || owner == 0)
                && (mode(file) & GROUP_OR_WORLD_WRITE) == 0;
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS);
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS) & 07777;
    }

    private static String octal(int mode) {
        return String.format("%04o", mode);
    }

    private static ResourceUnavailableException refusal(String what, Path path, String found, String expected) {
        return new ResourceUnavailableException("cache directory " + what + ": path=" + path + " " + found
                + ", expected " + expected + "; mend it or name another directory with BLASPOOL_CACHE");
    }
}

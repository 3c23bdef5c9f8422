package org.blaspool.unpack;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Versions of native files that nobody has used for {@link #KEPT}: each new version has a directory of its own, and the
 * bundled BLAS alone takes 40 MB.
 */
record OldVersions(Path natives) {
    static final Duration KEPT = Duration.ofDays(30);

    /** A bundle and the key of its version. */
    private static final Pattern VERSION = Pattern.compile("[a-z]+-[0-9a-f]{16}");

    /**
     * Deletes those that no JVM has open and that were not used since long before {@code now}. Does nothing while others
     * look for their files, or sweep; what cannot be deleted stays for the next time.
     */
    void sweep(Instant now) {
        Optional<CacheLock> lock = CacheLock.alone(natives);
        if (lock.isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(natives)) {
            for (Path version : versions) {
                if (VERSION.matcher(version.getFileName().toString()).matches() && !UseMark.isOurs(version)) {
                    sweep(version, now);
                }
            }
        } catch (IOException later) {
            // It is only room on a disk.
        } finally {
            lock.get().close();
        }
    }

    private void sweep(Path version, Instant now) throws IOException {
        if (!Files.isDirectory(version, NOFOLLOW_LINKS) || !isOld(version, now)) {
            return;
        }
        Optional<CacheLock> unused = CacheLock.alone(version, UseMark.FILE);
        if (unused.isEmpty()) {
            return;
        }
        try {
            for (Path file : filesOf(version)) {
                Files.delete(file);
            }
            Files.delete(version);
        } finally {
            unused.get().close();
        }
    }

    /** By the newest of all times: versions that were unpacked before there were marks have their reading alone. */
    private static boolean isOld(Path version, Instant now) throws IOException {
        Instant before = now.minus(KEPT);
        List<Path> files = filesOf(version);
        files.add(version);
        for (Path file : files) {
            BasicFileAttributes times = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
            boolean read =
                    times.isRegularFile() && times.lastAccessTime().toInstant().isAfter(before);
            if (read || times.lastModifiedTime().toInstant().isAfter(before)) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> filesOf(Path version) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(version)) {
            all.forEach(files::add);
        }
        return files;
    }
}

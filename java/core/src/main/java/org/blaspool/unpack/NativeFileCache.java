package org.blaspool.unpack;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.mount.MountTable;

/**
 * Takes native files out of jars into a private directory, once, and knows that they are whole.
 *
 * <p>What is in the cache: {@code native/<bundle>-<key>/<file>}, where the key is a digest of the names, sizes and
 * checksums of the packed files, so that two versions never meet; and {@code <file>.sha256} beside each. A file is written
 * under another name, synced, checked and renamed, so whoever sees it sees all of it.
 *
 * <p>A file whose stamp is as recorded is trusted, as the kernel changes the stamp with every write; reading 37 MB for
 * a checksum would cost each start 0.14 s. Where the stamp differs the checksum decides, and a file that fails is
 * unpacked again, with a warning to the {@link java.lang.System.Logger} {@code org.blaspool.unpack}.
 *
 * <p>A JVM holds a shared lock on {@code .used} in the directories that it uses for as long as it lives; its workers live no
 * longer. Whoever unpacks a new version deletes those that nobody holds and nobody has used for 30 days: the bundled BLAS
 * alone takes 40 MB.
 *
 * @param locations where it may be, the first choice first
 * @param machine the root below which {@code proc} tells the mounts
 */
record NativeFileCache(List<Path> locations, PrivateDirectory privacy, Path machine) {
    static final Duration KEPT = Duration.ofDays(30);

    /** So that a start writes nothing on most days. */
    private static final Duration STALE = Duration.ofDays(1);

    /** A bundle and the key of its version. */
    private static final Pattern VERSION = Pattern.compile("[a-z]+-[0-9a-f]{16}");

    private static final String USED = ".used";

    /** Open until this JVM ends, and never opened a second time: closing that would let go of the lock. */
    private static final Map<Path, FileChannel> HELD = new HashMap<>();

    NativeFileCache(List<Path> locations, PrivateDirectory privacy) {
        this(locations, privacy, Path.of("/"));
    }

    /**
     * The directory that holds all of the files, whole; unpacks what is missing.
     *
     * @throws ResourceUnavailableException where no location serves, or one of them could be tampered with by others
     */
    Path unpack(String bundle, List<PackedFile> files) {
        StringBuilder contents = new StringBuilder();
        files.forEach(file -> contents.append(file.name() + " " + file.fingerprint() + "\n"));
        String name = bundle + "-" + UnpackedFile.digest(contents.toString());
        List<String> failures = new ArrayList<>();
        for (Path location : locations) {
            try {
                Path directory = unpackInto(location, name, files);
                if (!failures.isEmpty()) {
                    warn("native files are in " + location + ", as " + String.join("; ", failures));
                }
                return directory;
            } catch (IOException unusable) {
                failures.add(location + " cannot be used: " + describe(unusable));
            }
        }
        throw new ResourceUnavailableException("there is no place for native files: "
                + (failures.isEmpty() ? "no home and no scratch directory is known" : String.join("; ", failures))
                + ", expected a directory of this user that may hold programs; name one with BLASPOOL_CACHE");
    }

    private Path unpackInto(Path location, String name, List<PackedFile> files) throws IOException {
        Path natives = location.resolve("native");
        Path directory = natives.resolve(name).toAbsolutePath();
        privacy.ensure(location);
        privacy.ensure(natives);
        privacy.checkAncestors(location);
        synchronized (NativeFileCache.class) {
            hold(directory);
            if (isMountedNoexec(directory)) {
                throw new IOException("its file system is mounted noexec");
            }
            if (!areWhole(directory, files)) {
                unpackMissing(directory, files);
                sweep(natives);
            }
        }
        return directory;
    }

    /** Marks a version as in use, where it can be written: what a site has installed for all is not swept. */
    private void hold(Path directory) throws IOException {
        Path mark = directory.resolve(USED);
        while (true) {
            privacy.ensure(directory);
            if (HELD.containsKey(directory)) {
                return;
            }
            try {
                FileChannel channel = FileChannel.open(mark, CREATE, READ, WRITE);
                HELD.put(directory, channel);
                channel.lock(0, Long.MAX_VALUE, true);
                Instant now = Instant.now();
                if (Files.getLastModifiedTime(mark).toInstant().isBefore(now.minus(STALE))) {
                    Files.setLastModifiedTime(mark, FileTime.from(now));
                }
                return;
            } catch (NoSuchFileException swept) {
                // Between two steps: it is made once more.
                FileChannel gone = HELD.remove(directory);
                if (gone != null) {
                    gone.close();
                }
            } catch (IOException | OverlappingFileLockException unmarked) {
                return;
            }
        }
    }

    private boolean isMountedNoexec(Path directory) throws IOException {
        return MountTable.read(machine)
                .of(directory.toRealPath().toString())
                .map(mount -> mount.options().contains("noexec"))
                .orElse(false);
    }

    /** Of a cache that the site has installed, which is copied, no stamp is right, and it is not ours to mend. */
    private boolean areWhole(Path directory, List<PackedFile> files) throws IOException {
        boolean readOnly = !Files.isWritable(directory);
        for (PackedFile packed : files) {
            UnpackedFile file = new UnpackedFile(directory.resolve(packed.name()), privacy);
            if (!file.isKnown() && !(readOnly && file.isWhole())) {
                return false;
            }
        }
        return true;
    }

    /**
     * One process at a time (its threads take turns already), so that a hundred workers do not write the same 37 MB; where
     * the file system has no locks they do, and the rename keeps it safe.
     */
    private void unpackMissing(Path directory, List<PackedFile> files) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(".lock"), CREATE, WRITE);
                FileLock lock = lock(channel)) {
            if (lock != null) {
                UnpackedFile.removeLeftovers(directory);
            }
            for (PackedFile packed : files) {
                new UnpackedFile(directory.resolve(packed.name()), privacy).ensure(packed);
            }
        }
    }

    private static FileLock lock(FileChannel channel) {
        try {
            return channel.lock();
        } catch (IOException | OverlappingFileLockException noLocks) {
            return null;
        }
    }

    /** Deletes versions that no JVM has open and that were not used for long; what cannot be deleted stays for the next time. */
    private static void sweep(Path natives) {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(natives)) {
            for (Path version : versions) {
                if (VERSION.matcher(version.getFileName().toString()).matches()
                        && Files.isDirectory(version, NOFOLLOW_LINKS)
                        && !HELD.containsKey(version.toAbsolutePath())
                        && isOld(version)) {
                    delete(version);
                }
            }
        } catch (IOException | OverlappingFileLockException later) {
            // It is only room on a disk.
        }
    }

    private static void delete(Path version) throws IOException {
        try (FileChannel mark = FileChannel.open(version.resolve(USED), CREATE, WRITE);
                FileLock unused = mark.tryLock()) {
            if (unused != null) {
                for (Path file : filesOf(version)) {
                    Files.delete(file);
                }
                Files.delete(version);
            }
        }
    }

    /** By the newest of all times: versions that were unpacked before there were marks have their reading alone. */
    private static boolean isOld(Path version) throws IOException {
        Instant before = Instant.now().minus(KEPT);
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

    /** Asks for the logger only here: finding one takes longer than all the rest of an ordinary start. */
    static void warn(String text) {
        System.getLogger("org.blaspool.unpack").log(WARNING, text);
    }

    private static String describe(IOException e) {
        String kind = e.getClass().getSimpleName();
        return e.getClass() == IOException.class ? e.getMessage() : kind + " " + e.getMessage();
    }
}

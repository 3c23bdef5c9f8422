package org.blaspool.unpack;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.mount.MountTable;

/** Unpacks bundles of files into the first location that serves; see the package's description. */
final class NativeFileCache {
    private static final int KEY_DIGITS = 16;

    private final CacheLocations locations;
    private final PrivateDirectory privacy;
    private final Path machine;

    NativeFileCache(CacheLocations locations, PrivateDirectory privacy) {
        this(locations, privacy, Path.of("/"));
    }

    /** @param machine the root below which {@code proc} tells the mounts */
    NativeFileCache(CacheLocations locations, PrivateDirectory privacy, Path machine) {
        this.locations = locations;
        this.privacy = privacy;
        this.machine = machine;
    }

    /**
     * The directory that holds all of the files, whole; unpacks what is missing.
     *
     * @throws ResourceUnavailableException where no location serves, or one of them could be tampered with by others
     */
    Path unpack(String bundle, List<PackedFile> files) {
        String name = bundle + "-" + key(files);
        List<String> failures = new ArrayList<>();
        for (Path location : locations.candidates()) {
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
        Path directory = natives.resolve(name);
        for (Path level : List.of(location, natives)) {
            privacy.ensure(level);
        }
        privacy.checkAncestors(location);
        synchronized (NativeFileCache.class) {
            boolean unpacked;
            CacheLock lock = CacheLock.shared(natives);
            try {
                privacy.ensure(directory);
                unpacked = makeWhole(directory, files);
                UseMark.set(directory);
            } finally {
                lock.close();
            }
            if (unpacked) {
                new OldVersions(natives).sweep(Instant.now());
            }
        }
        return directory;
    }

    /** Whether anything had to be unpacked. */
    private boolean makeWhole(Path directory, List<PackedFile> files) throws IOException {
        if (isMountedNoexec(directory)) {
            throw new IOException("its file system is mounted noexec");
        }
        if (areAll(UnpackedFile::isKnown, directory, files) || isReadOnlyAndWhole(directory, files)) {
            return false;
        }
        unpackMissing(directory, files);
        return true;
    }

    private boolean isMountedNoexec(Path directory) throws IOException {
        return MountTable.read(machine)
                .of(directory.toRealPath().toString())
                .map(mount -> mount.options().contains("noexec"))
                .orElse(false);
    }

    /** A cache that the site has installed for all users: copied, so that no stamp is right, and not ours to mend. */
    private boolean isReadOnlyAndWhole(Path directory, List<PackedFile> files) throws IOException {
        return !Files.isWritable(directory) && areAll(UnpackedFile::isWhole, directory, files);
    }

    private boolean areAll(Check check, Path directory, List<PackedFile> files) throws IOException {
        for (PackedFile packed : files) {
            if (!check.holds(new UnpackedFile(directory.resolve(packed.name()), privacy))) {
                return false;
            }
        }
        return true;
    }

    private interface Check {
        boolean holds(UnpackedFile file) throws IOException;
    }

    /**
     * One process at a time (its threads take turns already), so that a hundred workers do not write the same 37 MB; where the file system
     * has no locks they do, and the rename keeps it safe.
     */
    private void unpackMissing(Path directory, List<PackedFile> files) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    private static String key(List<PackedFile> files) {
        MessageDigest digest = Checksum.digest();
        for (PackedFile file : files) {
            digest.update((file.name() + " " + file.fingerprint() + "\n").getBytes(UTF_8));
        }
        return Checksum.hex(digest).substring(0, KEY_DIGITS);
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

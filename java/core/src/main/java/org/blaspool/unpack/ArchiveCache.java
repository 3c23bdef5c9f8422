package org.blaspool.unpack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.blaspool.error.ResourceUnavailableException;

/**
 * Class data archives of worker JVMs, in the cache's directory {@code archive}. A JVM maps what it finds in one without
 * looking at it, so an archive is trusted only where its stamp or its checksum is the recorded one. Thread- and
 * process-safe: whoever finds none makes one, and the last to rename it wins.
 *
 * <p>A name is {@code worker-<place>-<state>.jsa}: the place is a digest of the JVM's home and the class path, the state
 * one of the JVM's build, its options, and the size and time of each jar. A new state replaces the old one of its place.
 */
public final class ArchiveCache {
    private final Path file;
    private final String place;
    private final PrivateDirectory privacy;

    private ArchiveCache(Path file, String place, PrivateDirectory privacy) {
        this.file = file;
        this.place = place;
        this.privacy = privacy;
    }

    /** Writes an archive to the path that it is given; false where none came of it. */
    public interface Recorder {
        boolean record(Path archive) throws IOException;
    }

    /**
     * The place for the archive of a JVM of this very build.
     *
     * @param classPath as after {@code -cp}
     * @param options what else changes the archive
     * @return empty where there can be none: the class path has directories, or the cache cannot be used
     */
    public static Optional<ArchiveCache> of(String classPath, List<String> options) {
        try {
            Path home = Path.of(System.getProperty("java.home"));
            StringBuilder place = new StringBuilder().append(home);
            StringBuilder state = new StringBuilder(System.getProperty("java.vm.version")).append(options);
            append(state, home.resolve("lib/modules"));
            for (String entry : classPath.split(":")) {
                Path jar = Path.of(entry).toAbsolutePath();
                if (!Files.isRegularFile(jar)) {
                    return Optional.empty();
                }
                place.append('\n').append(jar);
                append(state, jar);
            }
            return Optional.of(
                    inCache("worker-" + UnpackedFile.digest(place.toString()), UnpackedFile.digest(state.toString())));
        } catch (IOException | ResourceUnavailableException unusable) {
            return Optional.empty();
        }
    }

    /** What the JVM looks at too. */
    private static void append(StringBuilder state, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        state.append('\n')
                .append(attributes.size())
                .append(' ')
                .append(attributes.lastModifiedTime().toMillis());
    }

    private static ArchiveCache inCache(String place, String state) throws IOException {
        List<Path> locations =
                LibraryCache.locations(System.getProperty(LibraryCache.DIRECTORY_PROPERTY), System.getenv());
        if (locations.isEmpty()) {
            throw new IOException("no cache");
        }
        Path cache = locations.get(0);
        Path directory = cache.resolve("archive");
        PrivateDirectory privacy = PrivateDirectory.ofThisUser();
        privacy.ensure(cache);
        privacy.ensure(directory);
        privacy.checkAncestors(cache);
        return new ArchiveCache(directory.resolve(place + "-" + state + ".jsa"), place, privacy);
    }

    /** The archive, where it is there and whole. */
    public Optional<Path> find() {
        try {
            UnpackedFile archive = new UnpackedFile(file, privacy);
            return archive.isKnown() || archive.isWhole() ? Optional.of(file) : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }

    /** Has it made, and removes what an older state left. */
    public void make(Recorder recorder) throws IOException {
        if (!Files.isWritable(file.getParent())) {
            // The JVM would only find that out when it has recorded, and say so to whoever asked for products.
            throw new IOException("cache cannot be written: " + file.getParent());
        }
        Path temporary = UnpackedFile.temporaryFor(file);
        try {
            if (recorder.record(temporary) && Files.exists(temporary)) {
                removeOlder();
                new UnpackedFile(file, privacy).replaceBy(temporary);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void removeOlder() throws IOException {
        try (DirectoryStream<Path> older = Files.newDirectoryStream(file.getParent(), place + "-*")) {
            for (Path each : older) {
                Files.deleteIfExists(each);
            }
        }
    }
}

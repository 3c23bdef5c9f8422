package org.blaspool.plan;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What was measured, in files below a cache directory, one for each identity (machine, BLAS, …). A file whose identity
 * or format is another one, or that cannot be read, is as good as none.
 */
final class KeptProperties {
    private final Path directory;
    private final String name;
    private final String format;

    /**
     * @param directory where the files are; it is made when the first one is written
     * @param name how their names begin
     * @param version of what is in them
     */
    KeptProperties(Path directory, String name, int version) {
        this.directory = directory;
        this.name = name;
        this.format = "blaspool-" + name + "/" + version;
    }

    /** {@code $XDG_CACHE_HOME/blaspool}, else {@code ~/.cache/blaspool}. */
    static Path usersDirectory(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path home = cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return home.resolve("blaspool");
    }

    /** What is kept for that identity. */
    Optional<Properties> read(String identity) {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(path(identity))) {
            values.load(reader);
            boolean fits =
                    format.equals(values.getProperty("format")) && identity.equals(values.getProperty("identity"));
            return fits ? Optional.of(values) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes what is to be kept; a reader sees the old file or the whole new one.
     *
     * @throws IOException where the directory cannot be written
     */
    void write(String identity, Properties values) throws IOException {
        values.setProperty("format", format);
        values.setProperty("identity", identity);
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, name, ".tmp");
        try {
            try (Writer writer = Files.newBufferedWriter(temporary)) {
                values.store(writer, null);
            }
            Files.move(temporary, path(identity), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path path(String identity) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : identity.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return directory.resolve(name + "-" + Long.toHexString(hash) + ".properties");
    }
}

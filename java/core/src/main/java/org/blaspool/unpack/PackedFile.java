package org.blaspool.unpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A native file as a resource on the class path.
 *
 * @param fingerprint of its contents, cheap to get: size and CRC-32 from the jar's directory, else a checksum
 * @param sharedObjectName the name by which the dynamic linker is to know the unpacked library, "" where it keeps its own
 */
record PackedFile(String name, URL url, String fingerprint, String sharedObjectName) {
    PackedFile(String name, URL url, String fingerprint) {
        this(name, url, fingerprint, "");
    }

    static Optional<PackedFile> find(String directory, String name) {
        String resource = directory + "/" + name;
        URL url = PackedFile.class.getClassLoader().getResource(resource);
        return Optional.ofNullable(url).or(() -> onModulePath(resource)).map(found -> of(name, found));
    }

    /** A jar of natives on the module path is a module that nobody requires: no class loader has it. */
    private static Optional<URL> onModulePath(String resource) {
        String path = System.getProperty("jdk.module.path", "");
        for (String entry : path.split(File.pathSeparator)) {
            for (Path jar : jars(Path.of(entry))) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    if (file.getEntry(resource) != null) {
                        return Optional.of(new URL("jar:" + jar.toUri().toURL() + "!/" + resource));
                    }
                } catch (IOException e) {
                    // The module system has taken it for no jar either.
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> jars(Path entry) {
        if (!Files.isDirectory(entry)) {
            return entry.toString().endsWith(".jar") ? List.of(entry) : List.of();
        }
        try (Stream<Path> files = Files.list(entry)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static PackedFile of(String name, URL url) {
        try {
            URLConnection connection = uncached(url);
            if (connection instanceof JarURLConnection jar) {
                try (JarFile file = jar.getJarFile()) {
                    JarEntry entry = file.getJarEntry(jar.getEntryName());
                    return new PackedFile(name, url, entry.getSize() + ":" + entry.getCrc());
                }
            }
            return new PackedFile(name, url, UnpackedFile.checksum(connection.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException("resource cannot be read: " + url, e);
        }
    }

    /** The same library, which the dynamic linker will know by another name of the same length. */
    PackedFile named(String otherName) {
        return new PackedFile(name, url, fingerprint + " " + otherName, otherName);
    }

    /** Writes the contents to an empty file. */
    void unpack(FileChannel file) throws IOException {
        try (InputStream contents = uncached(url).getInputStream()) {
            contents.transferTo(Channels.newOutputStream(file));
        }
        if (!sharedObjectName.isEmpty()) {
            rename(file);
        }
    }

    /**
     * Changes the name by which the dynamic linker knows the library (DT_SONAME), which so far is that of its file. glibc
     * never loads two libraries of one such name: what needs {@code libopenblas.so.0} would be given whichever copy came
     * first, and one of another version than it was built for may crash the process. So our copy gets a name of its own.
     *
     * @throws IOException where the file has no string of that name, or several
     */
    private void rename(FileChannel file) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(("\0" + name + "\0").getBytes(ISO_8859_1));
        ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
        int found = -1;
        for (int at = 0; at + from.limit() <= bytes.limit(); at++) {
            boolean start = bytes.get(at) == 0 && bytes.get(at + 1) == from.get(1);
            if (start && bytes.slice(at, from.limit()).equals(from)) {
                if (found >= 0) {
                    throw new IOException("library has its name more than once: " + name);
                }
                found = at;
            }
        }
        if (found < 0 || sharedObjectName.length() != name.length()) {
            throw new IOException("library cannot be renamed: " + name + " to " + sharedObjectName);
        }
        file.write(ByteBuffer.wrap(sharedObjectName.getBytes(ISO_8859_1)), found + 1L);
    }

    /** The cache would keep the jar open for as long as the process lives. */
    private static URLConnection uncached(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }
}

package org.blaspool.unpack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
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
 * @param sharedObjectName the name that the unpacked library gets, "" where it keeps its own
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
            try (InputStream contents = connection.getInputStream()) {
                return new PackedFile(name, url, Checksum.of(contents));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("resource cannot be read: " + url, e);
        }
    }

    /** The same file, whose unpacked copy the dynamic linker knows by another name. */
    PackedFile named(String otherName) {
        return new PackedFile(name, url, fingerprint + " " + otherName, otherName);
    }

    InputStream open() throws IOException {
        return uncached(url).getInputStream();
    }

    /** The cache would keep the jar open for as long as the process lives. */
    private static URLConnection uncached(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }
}

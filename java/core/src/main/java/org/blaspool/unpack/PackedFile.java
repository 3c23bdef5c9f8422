package org.blaspool.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

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
        URL url = PackedFile.class.getClassLoader().getResource(directory + "/" + name);
        return Optional.ofNullable(url).map(found -> of(name, found));
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

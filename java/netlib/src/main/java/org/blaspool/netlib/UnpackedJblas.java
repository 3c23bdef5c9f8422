package org.blaspool.netlib;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.blas.BlasProvider;

/**
 * What jblas unpacks: 29 MB in a directory under {@code java.io.tmpdir}, which it would delete when the JVM ends by
 * itself. Workers never do, and a JVM may be killed. Linux keeps files that are mapped for as long as they are, so that
 * their names can go as soon as they are loaded. The empty directory stays for jblas's shutdown hook, which fails aloud
 * without it, where that will run.
 */
final class UnpackedJblas {
    private static final Path MAPPED = Path.of("/proc/self/maps");
    private static final Pattern LIBRARY = Pattern.compile("\\s(/.*/jblas[0-9]+)/libjblas\\.so$");

    private UnpackedJblas() {}

    /** Removes what this JVM's library was loaded from; leaves alone a library of the system's. */
    static void remove() {
        try {
            for (String line : Files.readAllLines(MAPPED)) {
                Matcher library = LIBRARY.matcher(line);
                if (library.find()) {
                    remove(Path.of(library.group(1)));
                    return;
                }
            }
        } catch (IOException e) {
            // Then jblas deletes it at exit, as far as the JVM gets there.
        }
    }

    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        if (Boolean.getBoolean(BlasProvider.NO_HOOKS_PROPERTY)) {
            Files.deleteIfExists(directory);
        }
    }
}

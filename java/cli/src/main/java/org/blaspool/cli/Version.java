package org.blaspool.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions: of blaspool, of the JVM it runs on, of the BLAS that comes with it. */
final class Version {
    private Version() {}

    static String text() {
        Properties versions = read();
        return """
                blaspool %s
                Java %s (%s)
                bundled BLAS: OpenBLAS %s
                """.formatted(
                        versions.getProperty("blaspool"),
                        System.getProperty("java.version"),
                        System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"),
                        versions.getProperty("openblas"));
    }

    /** The version of blaspool alone. */
    static String ofBlaspool() {
        return read().getProperty("blaspool");
    }

    private static Properties read() {
        Properties versions = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}

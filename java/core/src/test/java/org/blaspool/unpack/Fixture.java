package org.blaspool.unpack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar with one packed file in a directory of its own. */
record Fixture(Path jar, String entry) {
    static final String NAME = "libthing.so";

    static Fixture of(Path jar, byte[] contents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("some/where/" + NAME));
            zip.write(contents);
            zip.closeEntry();
        }
        return new Fixture(jar, "some/where/" + NAME);
    }

    PackedFile packed() throws IOException {
        return PackedFile.of(
                NAME, URI.create("jar:" + jar.toUri() + "!/" + entry).toURL());
    }
}

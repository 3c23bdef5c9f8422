package org.blaspool.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in hexadecimal. */
final class Checksum {
    private static final int BUFFER_BYTES = 1 << 16;

    private Checksum() {}

    static String of(Path file) throws IOException {
        try (InputStream contents = Files.newInputStream(file)) {
            return of(contents);
        }
    }

    static String of(InputStream contents) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = contents.read(buffer); length >= 0; length = contents.read(buffer)) {
            digest.update(buffer, 0, length);
        }
        return hex(digest);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}

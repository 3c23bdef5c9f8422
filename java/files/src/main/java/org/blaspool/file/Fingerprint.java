package org.blaspool.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits that stand for a text: the first half of its SHA-256. Among a billion texts two of one fingerprint are there
 * with a chance of one in 10^20.
 */
public record Fingerprint(long high, long low) {
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    });

    /** That of a text. */
    public static Fingerprint of(String text) {
        ByteBuffer digest = ByteBuffer.wrap(DIGESTS.get().digest(text.getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(digest.getLong(), digest.getLong());
    }
}

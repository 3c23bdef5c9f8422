package org.blaspool.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An object of JSON in a line that tells whether it is whole: its last member is the CRC-32C, in eight hexadecimal
 * digits, of all bytes before that member. What a crash has torn, or left full of zeroes, does not pass.
 */
final class JournalLine {
    private static final String SUM = ",\"sum\":\"";
    private static final int TAIL = SUM.length() + 8 + 2;

    private JournalLine() {}

    /** @param object at least one member, ending in its brace */
    static String of(String object) {
        String members = object.substring(0, object.length() - 1);
        return members + SUM + sum(members) + "\"}\n";
    }

    /** The object without its sum; empty where the line is not whole. */
    static Optional<String> object(String line) {
        int end = line.length() - TAIL;
        if (end < 2 || !line.startsWith(SUM, end)) {
            return Optional.empty();
        }
        String members = line.substring(0, end);
        return line.endsWith("\"}") && line.startsWith(sum(members), end + SUM.length())
                ? Optional.of(members + "}")
                : Optional.empty();
    }

    private static String sum(String members) {
        CRC32C crc = new CRC32C();
        crc.update(members.getBytes(StandardCharsets.UTF_8));
        String hex = Long.toHexString(crc.getValue());
        return "0".repeat(8 - hex.length()) + hex;
    }
}

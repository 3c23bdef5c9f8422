package org.blaspool.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.blaspool.error.InvalidInputException;

/** Reads a journal's lines, leaving out those that are not whole. */
final class JournalReader {
    private JournalReader() {}

    /**
     * What a journal's text held.
     *
     * @param wholeBytes up to the end of the last whole line: what is behind was torn
     * @param tornLines lines before that which are not whole
     */
    record Contents(long wholeBytes, long tornLines) {}

    /** Reads from the channel's start; the channel stays open, and with it the lock that is on its file. */
    static Contents read(Path file, FileChannel channel, FinishedProducts into) {
        try {
            channel.position(0);
            return read(Channels.newInputStream(channel), into);
        } catch (IOException e) {
            throw new InvalidInputException("journal cannot be read: file=" + file + " reason=" + e.getMessage(), e);
        }
    }

    private static Contents read(InputStream bytes, FinishedProducts into) throws IOException {
        // ISO 8859-1 keeps a character a byte, so that positions are known; texts are decoded afterwards.
        BufferedReader reader =
                new BufferedReader(new java.io.InputStreamReader(bytes, StandardCharsets.ISO_8859_1), 1 << 16);
        long position = 0;
        long whole = 0;
        long torn = 0;
        long tornBehind = 0;
        StringBuilder line = new StringBuilder();
        while (readLine(reader, line)) {
            position += line.length() + 1;
            Optional<String> object = JournalLine.object(
                    new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            if (object.isPresent()) {
                JournalRecord.decode(object.get()).ifPresent(into::add);
                whole = position;
                torn += tornBehind;
                tornBehind = 0;
            } else {
                tornBehind++;
            }
        }
        return new Contents(whole, torn);
    }

    /** A line that ends; false where the text ends before. */
    private static boolean readLine(BufferedReader reader, StringBuilder line) throws IOException {
        line.setLength(0);
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                return true;
            }
            line.append((char) c);
        }
        return false;
    }

    /**
     * An object of JSON in a line that tells whether it is whole: its last member is the CRC-32C, in eight hexadecimal
     * digits, of all bytes before that member. What a crash has torn, or left full of zeroes, does not pass.
     */
    static final class JournalLine {
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
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.blaspool.error.InvalidInputException;

/** The words of a Matrix Market file, line by line, read through a small buffer. For use by one thread. */
final class MatrixMarketText {
    private static final int BUFFER_BYTES = 1 << 16;

    /** No number needs as much, and nothing longer is taken into memory. */
    private static final int LONGEST_WORD = 1024;

    /** No byte: these are from -128 on. */
    private static final int END = -129;

    private final FileChannel channel;
    private final Object name;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private final byte[] word = new byte[LONGEST_WORD];
    private int length;
    private long line = 1;

    /** @param channel read from its position on */
    MatrixMarketText(FileChannel channel, Object name) {
        this.channel = channel;
        this.name = name;
    }

    private int peek() throws IOException {
        return next < end || refill() ? buffer[next] : END;
    }

    private boolean refill() throws IOException {
        next = 0;
        end = Math.max(0, channel.read(ByteBuffer.wrap(buffer)));
        return end > 0;
    }

    private void advance() {
        if (buffer[next++] == '\n') {
            line++;
        }
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    /** Goes to the next line that has words and is no comment; false at the end of the file. */
    boolean nextEntry() throws IOException {
        while (true) {
            int character = peek();
            if (character == END) {
                return false;
            } else if (character == '%') {
                skipLine();
            } else if (character == '\n' || isBlank(character)) {
                advance();
            } else {
                return true;
            }
        }
    }

    private void skipLine() throws IOException {
        for (int character = peek(); character != END && character != '\n'; character = peek()) {
            advance();
        }
    }

    /** Reads the next word of the line; empty where the line has no more. */
    private void readWord() throws IOException {
        length = 0;
        while (isBlank(peek())) {
            advance();
        }
        for (int character = peek(); character != END && character != '\n' && !isBlank(character); character = peek()) {
            if (length == LONGEST_WORD) {
                throw wrong("word is longer than " + LONGEST_WORD + " characters");
            }
            word[length++] = (byte) character;
            advance();
        }
    }

    /** The next word in lower case; empty where the line has no more. */
    String word() throws IOException {
        readWord();
        return text().toLowerCase(Locale.ROOT);
    }

    private String text() {
        return new String(word, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** The next word as a whole number of at least 0. */
    long count(String what) throws IOException {
        readWord();
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = word[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - 9) / 10) {
                throw wrong(what + " is not a whole number that fits: " + what + "=" + shown());
            }
            value = 10 * value + digit;
        }
        if (length == 0) {
            throw wrong(what + " is missing");
        }
        return value;
    }

    /** The next word as a number as C prints it, rounded to the nearest double. */
    double real() throws IOException {
        readWord();
        return switch (length > 0 && word[length - 1] > '9' ? text().toLowerCase(Locale.ROOT) : "") {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> number("0123456789+-.eE", "a number");
        };
    }

    /** The next word as an integer, rounded to the nearest double. */
    double integer() throws IOException {
        readWord();
        return number("0123456789+-", "an integer");
    }

    /** Java would take more characters: 1d, 0x1p3. */
    private double number(String characters, String kind) {
        boolean known = true;
        for (int i = 0; i < length; i++) {
            known &= characters.indexOf(word[i]) >= 0;
        }
        try {
            if (known) {
                return Double.parseDouble(text());
            }
        } catch (NumberFormatException e) {
            // It is refused as other words are.
        }
        throw wrong(length == 0 ? "value is missing" : "value is not " + kind + ": value=" + shown());
    }

    private String shown() {
        return FileName.quoted(text());
    }

    /** Requires that the line has no more words, and leaves it. */
    void endLine() throws IOException {
        while (isBlank(peek())) {
            advance();
        }
        if (peek() != END && peek() != '\n') {
            throw wrong("line has more than it should");
        }
        if (peek() == '\n') {
            advance();
        }
    }

    InvalidInputException wrong(String what) {
        return new InvalidInputException(
                "Matrix Market file cannot be read: file=" + name + " line=" + line + " reason=" + what);
    }
}

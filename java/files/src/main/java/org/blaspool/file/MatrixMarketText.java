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

    /** The next word as a number, rounded to the nearest double. */
    double real() throws IOException {
        readWord();
        double value = DecimalNumber.parse(word, length);
        if (Double.isNaN(value) && !DecimalNumber.isNan(word, length)) {
            throw wrong(length == 0 ? "value is missing" : "value is not a number: value=" + shown());
        }
        return value;
    }

    /** The next word as an integer, rounded to the nearest double. */
    double integer() throws IOException {
        readWord();
        if (!DecimalNumber.isInteger(word, length)) {
            throw wrong(length == 0 ? "value is missing" : "value is not an integer: value=" + shown());
        }
        return DecimalNumber.parse(word, length);
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

    /**
     * Decimal numbers in ASCII as C prints them: {@code -1.5e-3}, {@code 7}, {@code nan}, {@code -inf}, {@code Infinity}.
     * What Java would take beside them ({@code 1d}, {@code 0x1p3}) is none.
     */
    static final class DecimalNumber {
        private static final long LARGEST_EXACT = 1L << 53;

        private static final double[] POWERS_OF_TEN = {
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
            1e19, 1e20, 1e21, 1e22
        };

        private DecimalNumber() {}

        /** The nearest double; NaN where it is {@code nan}, and where it is no number. */
        static double parse(byte[] text, int length) {
            int at = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
            boolean negative = at == 1 && text[0] == '-';
            if (at < length && (text[at] | 0x20) >= 'a') {
                return word(text, at, length, negative);
            }
            long digits = 0;
            int count = 0;
            int exponent = 0;
            boolean point = false;
            for (; at < length; at++) {
                int digit = text[at] - '0';
                if (digit >= 0 && digit <= 9) {
                    count++;
                    digits = digits < LARGEST_EXACT ? 10 * digits + digit : Long.MAX_VALUE;
                    exponent -= point ? 1 : 0;
                } else if (text[at] == '.' && !point) {
                    point = true;
                } else {
                    break;
                }
            }
            if (count == 0) {
                return Double.NaN;
            }
            if (at < length) {
                if ((text[at] | 0x20) != 'e' || !isExponent(text, at + 1, length)) {
                    return Double.NaN;
                }
                // Up to 4 digits: more are left to the slow way, which knows what they come to.
                exponent = length - at > 6 ? Integer.MIN_VALUE : exponent + exponent(text, at + 1, length);
            }
            // A double holds both exactly, so that one operation rounds once (Clinger 1990).
            if (digits <= LARGEST_EXACT && Math.abs((long) exponent) < POWERS_OF_TEN.length) {
                double scale = POWERS_OF_TEN[Math.abs(exponent)];
                double magnitude = exponent < 0 ? digits / scale : digits * scale;
                return negative ? -magnitude : magnitude;
            }
            return Double.parseDouble(new String(text, 0, length, StandardCharsets.ISO_8859_1));
        }

        private static double word(byte[] text, int from, int length, boolean negative) {
            String word = new String(text, from, length - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            return switch (word) {
                case "inf", "infinity" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
                default -> Double.NaN;
            };
        }

        private static boolean isExponent(byte[] text, int from, int length) {
            int start = from < length && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
            for (int i = start; i < length; i++) {
                if (text[i] < '0' || text[i] > '9') {
                    return false;
                }
            }
            return start < length;
        }

        private static int exponent(byte[] text, int from, int length) {
            boolean signed = text[from] == '-' || text[from] == '+';
            int value = 0;
            for (int i = signed ? from + 1 : from; i < length; i++) {
                value = 10 * value + text[i] - '0';
            }
            return text[from] == '-' ? -value : value;
        }

        static boolean isNan(byte[] text, int length) {
            int from = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
            return new String(text, from, length - from, StandardCharsets.ISO_8859_1).equalsIgnoreCase("nan");
        }

        static boolean isInteger(byte[] text, int length) {
            int from = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
            for (int i = from; i < length; i++) {
                if (text[i] < '0' || text[i] > '9') {
                    return false;
                }
            }
            return from < length;
        }
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.io.LineNumberReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringTokenizer;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.TextManifest.BoundedLines;

/** The words of a Matrix Market file, line by line. For use by one thread. */
final class MatrixMarketText {
    private static final String BANNER = "%%MatrixMarket";
    private static final String BLANKS = " \t\r";

    private final LineNumberReader lines;
    private final Object name;
    private StringTokenizer words = new StringTokenizer("");

    /** @param channel read from its position on */
    MatrixMarketText(FileChannel channel, Object name) {
        lines = new LineNumberReader(
                new BoundedLines(Channels.newReader(channel, StandardCharsets.ISO_8859_1)), 1 << 16);
        this.name = name;
    }

    /** Begins with the first line, behind its banner; false where it has none. */
    boolean begin() throws IOException {
        char[] start = new char[BANNER.length()];
        lines.mark(start.length);
        int length = lines.read(start);
        lines.reset();
        if (length < start.length || !new String(start).equalsIgnoreCase(BANNER)) {
            return false;
        }
        words = new StringTokenizer(lines.readLine(), BLANKS);
        return word().length() == length;
    }

    /** Goes to the next line that has words and is no comment; false at the end of the file. */
    boolean nextEntry() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            words = new StringTokenizer(line, BLANKS);
            if (words.hasMoreTokens() && !line.stripLeading().startsWith("%")) {
                return true;
            }
        }
        return false;
    }

    /** The next word of the line in lower case; empty where it has no more. */
    String word() {
        return next().toLowerCase(Locale.ROOT);
    }

    private String next() {
        return words.hasMoreTokens() ? words.nextToken() : "";
    }

    /** The next word as a whole number of at least 0. */
    long count(String what) {
        String word = next();
        if (word.isEmpty()) {
            throw wrong(what + " is missing");
        }
        try {
            if (Character.isDigit(word.charAt(0))) { // and no sign
                return Long.parseLong(word);
            }
        } catch (NumberFormatException e) {
            // It is refused as other words are.
        }
        throw wrong(what + " is not a whole number that fits: " + what + "=" + FileName.quoted(word));
    }

    /** The next word as a number as C prints it, rounded to the nearest double. */
    double real() {
        String word = next();
        return switch (!word.isEmpty() && word.charAt(word.length() - 1) > '9' ? word.toLowerCase(Locale.ROOT) : "") {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> number(word, "0123456789+-.eE", "a number");
        };
    }

    /** The next word as an integer, rounded to the nearest double. */
    double integer() {
        return number(next(), "0123456789+-", "an integer");
    }

    /** Java would take more characters: 1d, 0x1p3. */
    private double number(String word, String characters, String kind) {
        boolean known = true;
        for (int i = 0; i < word.length(); i++) {
            known &= characters.indexOf(word.charAt(i)) >= 0;
        }
        try {
            if (known) {
                return Double.parseDouble(word);
            }
        } catch (NumberFormatException e) {
            // It is refused as other words are.
        }
        throw wrong(word.isEmpty() ? "value is missing" : "value is not " + kind + ": value=" + FileName.quoted(word));
    }

    /** Requires that the line has no more words. */
    void endLine() {
        if (words.hasMoreTokens()) {
            throw wrong("line has more than it should");
        }
    }

    InvalidInputException wrong(String what) {
        return new InvalidInputException("Matrix Market file cannot be read: file=" + name + " line="
                + lines.getLineNumber() + " reason=" + what);
    }
}

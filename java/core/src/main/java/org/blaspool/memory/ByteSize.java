package org.blaspool.memory;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;

/** Numbers of bytes as they are typed ({@code 512M}, binary suffixes) and as they are read ({@code 512.0 MiB}). */
public final class ByteSize {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,19})([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String SUFFIXES = "KMGT";
    private static final long UNIT = 1024;

    private ByteSize() {}

    /**
     * Reads a positive number of bytes.
     *
     * @param option the option that it was given to, for the message
     */
    public static long parse(String option, String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            try {
                String suffix = matcher.group(2).toUpperCase(Locale.ROOT);
                int power = suffix.isEmpty() ? 0 : SUFFIXES.indexOf(suffix) + 1;
                long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << 10 * power);
                if (bytes > 0) {
                    return bytes;
                }
            } catch (NumberFormatException | ArithmeticException e) {
                // Said below, as for what is no number at all.
            }
        }
        throw new InvalidInputException("size in bytes is not valid: " + option + "=" + text
                + ", expected 1 to 2^63-1, as 512M or 4G (K, M, G and T are powers of 1024)");
    }

    /** Bytes for people: {@code 12 B}, {@code 1.5 GiB}. */
    public static String format(long bytes) {
        if (bytes < UNIT) {
            return bytes + " B";
        }
        double value = bytes;
        int power = 0;
        while (value >= UNIT && power < SUFFIXES.length()) {
            value /= UNIT;
            power++;
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f %siB" : "%.0f %siB", value, SUFFIXES.charAt(power - 1));
    }
}

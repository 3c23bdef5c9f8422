package org.blaspool.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Decimal numbers in ASCII as C prints them: {@code -1.5e-3}, {@code 7}, {@code nan}, {@code -inf}, {@code Infinity}.
 * What Java would take beside them ({@code 1d}, {@code 0x1p3}) is none.
 */
final class DecimalNumber {
    private static final long LARGEST_EXACT = 1L << 53;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
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

package org.blaspool.cli.report;

import java.util.Locale;

/** Numbers as people read them: three or four digits, and the unit that fits. */
public final class Figures {
    /** Stands for a figure that there is not. */
    public static final String NONE = "-";

    private Figures() {}

    /** Seconds: {@code 12.3 us}, {@code 4.56 ms}, {@code 0.372 s}, {@code 61.2 s}. */
    public static String seconds(double seconds) {
        if (seconds != 0 && seconds < 1e-3) {
            return format("%.1f us", seconds * 1e6);
        }
        if (seconds != 0 && seconds < 0.1) {
            return format("%.2f ms", seconds * 1e3);
        }
        return format(seconds < 10 ? "%.3f s" : "%.1f s", seconds);
    }

    /** Floating-point operations: {@code 40.0 GFLOP}. */
    public static String flop(double flop) {
        Scaled scaled = Scaled.of(flop, 1000, "FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP");
        return format("%.3g %s", scaled.value, scaled.unit).replace(".00 ", " ");
    }

    /** A count in at most six characters: {@code 12345}, {@code 1.2 M}. */
    public static String count(long count) {
        if (count < 100_000) {
            return Long.toString(count);
        }
        return count < 10_000_000 ? format("%.0fk", count / 1e3) : format("%.0fM", count / 1e6);
    }

    /** A large count with three digits: {@code 12.3 G}; a dash where there is none. */
    public static String magnitudeOrDash(Long count) {
        if (count == null) {
            return NONE;
        }
        Scaled scaled = Scaled.of(count, 999.5, "", " k", " M", " G", " T", " P");
        double value = scaled.value;
        String digits = scaled.unit.isEmpty() || value >= 99.95 ? "%.0f%s" : value >= 9.995 ? "%.1f%s" : "%.2f%s";
        return format(digits, value, scaled.unit);
    }

    /** A value in the unit, each a thousand times the one before, in which it is below {@code limit}. */
    private record Scaled(double value, String unit) {
        static Scaled of(double value, double limit, String... units) {
            int unit = 0;
            double scaled = value;
            while (scaled >= limit && unit < units.length - 1) {
                scaled /= 1000;
                unit++;
            }
            return new Scaled(scaled, units[unit]);
        }
    }

    /** As {@link #seconds}, and a dash where there is no figure. */
    public static String secondsOrDash(Double seconds) {
        return seconds == null ? NONE : seconds(seconds);
    }

    /** As {@link #fixed}, and a dash where there is no figure. */
    public static String fixedOrDash(Double value, int digits) {
        return value == null ? NONE : fixed(value, digits);
    }

    public static String fixed(double value, int digits) {
        return format("%." + digits + "f", value);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}

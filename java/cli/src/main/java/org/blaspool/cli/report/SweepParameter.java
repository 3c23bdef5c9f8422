package org.blaspool.cli.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a sweep varies, and the words for it. */
public enum SweepParameter {
    SIZE("size n", "size", "sizes"),
    PAIRS("pairs", "number of pairs", "numbers of pairs"),
    WORKERS("workers", "number of workers", "numbers of workers");

    private final String axis;
    private final String one;
    private final String several;

    SweepParameter(String axis, String one, String several) {
        this.axis = axis;
        this.one = one;
        this.several = several;
    }

    /** By its name in reports and after {@code --sweep}; empty for any other. */
    public static Optional<SweepParameter> of(String label) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.toString().equals(label))
                .findFirst();
    }

    /** Its name in reports and after {@code --sweep}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name at the axis of a chart and above a column of values. */
    public String axis() {
        return axis;
    }

    /** What one value is: {@code number of pairs}. */
    public String one() {
        return one;
    }

    /** What several values are: {@code numbers of pairs}. */
    public String several() {
        return several;
    }

    /** A value where a sentence has said what it is of: {@code 100}, {@code 100 pairs}, {@code 1 worker}. */
    public String value(long value) {
        return switch (this) {
            case SIZE -> Long.toString(value);
            case PAIRS -> TextPage.counted(value, "pair");
            case WORKERS -> TextPage.counted(value, "worker");
        };
    }

    /** A value by itself: {@code size 100}, {@code 100 pairs}, {@code 1 worker}. */
    public String named(long value) {
        return this == SIZE ? "size " + value : value(value);
    }
}

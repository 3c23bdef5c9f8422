package org.blaspool.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.blaspool.matrix.ProductShape;

/**
 * What a batch of equal products took.
 *
 * @param context of which machine, BLAS, allotment and Java: a hash of {@link Samples#identity}
 * @param count how many products; at least 1
 * @param seconds of the batch by the warm clock, or of a start for {@link Samples#START}
 * @param time when, in seconds since 1970
 * @param busy share of the CPUs that others took meanwhile, 0 to 1
 */
record Sample(long context, Way way, ProductShape shape, long count, double seconds, long time, double busy) {
    /** A line of the file, its end included; blanks fill it up. */
    static final int LINE_BYTES = 192;

    private static final int CHECK_LENGTH = 8;
    private static final int FIELDS = 9;
    private static final double MOST_SECONDS = 1e7;
    private static final long MOST = 1L << 40;

    /** What two samples have in common that tell of the same. */
    record Subject(long context, Way way, ProductShape shape, long count) {}

    Subject subject() {
        return new Subject(context, way, shape, count);
    }

    /** Whether it can be true at all. */
    boolean isSound() {
        return seconds > 0
                && seconds < MOST_SECONDS
                && busy >= 0
                && busy <= 1
                && count >= 1
                && count < MOST
                && time > 0
                && time < MOST
                && isSide(shape.m())
                && isSide(shape.k())
                && isSide(shape.n());
    }

    private static boolean isSide(long side) {
        return side >= 0 && side < MOST;
    }

    /** As a line; empty where it is too long for one. */
    Optional<String> line() {
        String fields = String.format(
                Locale.ROOT,
                " %016x %s %d %d %d %d %.6e %d %.3f",
                context,
                way,
                shape.m(),
                shape.k(),
                shape.n(),
                count,
                seconds,
                time,
                busy);
        int room = LINE_BYTES - CHECK_LENGTH - 1 - fields.length();
        if (room < 0) {
            return Optional.empty();
        }
        String padded = fields + " ".repeat(room);
        return Optional.of(check(padded) + padded + "\n");
    }

    private static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** Reads a line without its end; empty where it does not check, or what it says cannot be. */
    static Optional<Sample> parse(String line) {
        if (line.length() != LINE_BYTES - 1
                || !line.substring(0, CHECK_LENGTH).equals(check(line.substring(CHECK_LENGTH)))) {
            return Optional.empty();
        }
        String[] fields = line.substring(CHECK_LENGTH).strip().split(" ");
        Way way = fields.length == FIELDS ? Way.parse(fields[1]) : null;
        if (way == null) {
            return Optional.empty();
        }
        try {
            long[] numbers =
                    Arrays.stream(fields, 2, 6).mapToLong(Long::parseLong).toArray();
            Sample sample = new Sample(
                    Long.parseUnsignedLong(fields[0], 16),
                    way,
                    new ProductShape(numbers[0], numbers[1], numbers[2]),
                    numbers[3],
                    Double.parseDouble(fields[6]),
                    Long.parseLong(fields[7]),
                    Double.parseDouble(fields[8]));
            return Optional.of(sample).filter(Sample::isSound);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package org.blaspool.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;

/** The keys of a manifest, and what their values mean. */
final class ManifestKeys {
    static final List<String> REQUIRED = List.of("a", "b", "out");
    static final Set<String> ALL = Set.of("a", "b", "out", "alpha", "beta", "c", "transa", "transb");
    static final String EXPECTED = "expected a, b, out and optionally alpha, beta, c, transa, transb";

    /** Double.parseDouble would also take 1d, 0x1p3 and NaN. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final Path directory;
    private final OutDirectory out;

    /**
     * @param directory what a, b and c are relative to
     * @param out what out is relative to
     */
    ManifestKeys(Path directory, OutDirectory out) {
        this.directory = directory;
        this.out = out;
    }

    /**
     * @throws InvalidInputException where a value is wrong; without the line, which the caller adds
     */
    ProductEntry entry(ManifestRow row) {
        Map<String, String> values = row.values();
        double beta = number(values, "beta", 0);
        String c = values.getOrDefault("c", "");
        if (beta != 0 && c.isEmpty()) {
            throw new InvalidInputException("beta needs a matrix c: beta=" + beta + ", expected the key c");
        }
        return new ProductEntry(
                row.line(),
                MatrixSource.of(required(values, "a"), directory),
                MatrixSource.of(required(values, "b"), directory),
                c.isEmpty() ? null : MatrixSource.of(c, directory),
                out.resolve(required(values, "out")),
                MatrixFormats.result(required(values, "out")).member(),
                number(values, "alpha", 1),
                beta,
                transpose(values, "transa"),
                transpose(values, "transb"));
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw new InvalidInputException(key + " is missing, " + EXPECTED);
        }
        return value;
    }

    private static double number(Map<String, String> values, String key, double otherwise) {
        String value = values.getOrDefault(key, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        double number = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new InvalidInputException(key + " is not a finite number: " + key + "=" + value);
        }
        return number;
    }

    private static boolean transpose(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "n", "0", "false" -> false;
            case "t", "1", "true" -> true;
            default ->
                throw new InvalidInputException(
                        key + " is not known: " + key + "=" + value + ", allowed n, t, 0, 1, false, true");
        };
    }

    /**
     * A line of a manifest before anyone has looked at what it says.
     *
     * @param values by key; absent and empty are the same
     * @param problem why it is no row at all; null where it is one
     */
    record ManifestRow(long line, Map<String, String> values, String problem) {
        static ManifestRow of(long line, Map<String, String> values) {
            return new ManifestRow(line, values, null);
        }

        static ManifestRow bad(long line, String problem) {
            return new ManifestRow(line, Map.of(), problem);
        }

        /** Rows one after another. */
        interface Reader extends Closeable {
            /** The next one; null behind the last. */
            ManifestRow next() throws IOException;
        }
    }
}

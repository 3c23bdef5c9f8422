package org.blaspool.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;

/**
 * A line of a manifest before anyone has looked at what it says.
 *
 * @param values by key; absent and empty are the same
 * @param problem why it is no row at all; null where it is one
 */
record ManifestRow(long line, Map<String, String> values, String problem) {
    static final List<String> REQUIRED = List.of("a", "b", "out");
    static final Set<String> ALL = Set.of("a", "b", "out", "alpha", "beta", "c", "transa", "transb");
    static final String EXPECTED = "expected a, b, out and optionally alpha, beta, c, transa, transb";

    /** Double.parseDouble would also take 1d, 0x1p3 and NaN. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    static ManifestRow bad(long line, String problem) {
        return new ManifestRow(line, Map.of(), problem);
    }

    /**
     * The product that the values mean.
     *
     * @param directory what a, b and c are relative to
     * @param out what out is relative to
     * @throws InvalidInputException where a value is wrong; without the line, which the caller adds
     */
    ProductEntry entry(Path directory, OutDirectory out) {
        if (problem != null) {
            throw new InvalidInputException(problem);
        }
        double beta = number("beta", 0);
        String c = value("c");
        if (beta != 0 && c.isEmpty()) {
            throw new InvalidInputException("beta needs a matrix c: beta=" + beta + ", expected the key c");
        }
        return new ProductEntry(
                line,
                MatrixSource.of(required("a"), directory),
                MatrixSource.of(required("b"), directory),
                c.isEmpty() ? null : MatrixSource.of(c, directory),
                out.resolve(required("out")),
                MatrixFormats.result(required("out")).member(),
                number("alpha", 1),
                beta,
                transpose("transa"),
                transpose("transb"));
    }

    private String value(String key) {
        return values.getOrDefault(key, "");
    }

    private String required(String key) {
        if (value(key).isEmpty()) {
            throw new InvalidInputException(key + " is missing, " + EXPECTED);
        }
        return value(key);
    }

    private double number(String key, double otherwise) {
        String value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        double number = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new InvalidInputException(key + " is not a finite number: " + key + "=" + value);
        }
        return number;
    }

    private boolean transpose(String key) {
        String value = value(key);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "n", "0", "false" -> false;
            case "t", "1", "true" -> true;
            default ->
                throw new InvalidInputException(
                        key + " is not known: " + key + "=" + value + ", allowed n, t, 0, 1, false, true");
        };
    }
}

package org.blaspool.file;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/**
 * The dictionary in the head of a .npy file: {@code descr}, {@code fortran_order} and {@code shape} as Python writes them,
 * in any order. What numpy would take beside a string, a boolean and a tuple of integers is refused.
 */
final class NpyHeaderText {
    private static final String TYPES =
            "allowed float64, float32, float16, integers of 1 to 8 bytes, bool; save it as .astype('float64')";
    private static final List<String> KEYS = List.of("descr", "fortran_order", "shape");
    private static final Pattern STRING = Pattern.compile("'[^'\\\\\n\r]*'|\"[^\"\\\\\n\r]*\"");
    private static final Pattern BOOLEAN = Pattern.compile("True|False");
    /** More digits than any size has; Python 2 has an L behind its long ones. */
    private static final Pattern INTEGER = Pattern.compile("(-?(?:0|[1-9][0-9]{0,39}))(?![0-9])L?");

    private final String text;
    private final Object file;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private int at;

    private NpyHeaderText(String text, Object file) {
        this.text = text;
        this.file = file;
    }

    static StoredElements parse(String text, Object file) {
        NpyHeaderText header = new NpyHeaderText(text, file);
        header.dictionary();
        String descr = (String) header.values.get("descr");
        return new StoredElements(
                header.shape(),
                header.values.get("fortran_order").equals("True") ? Layout.COLUMN_MAJOR : Layout.ROW_MAJOR,
                header.type(descr),
                ElementType.byteOrder(descr));
    }

    private void dictionary() {
        require("{");
        while (!take("}")) {
            String key = string();
            require(":");
            if (values.put(key, value(key)) != null) {
                throw unreadable("key " + FileName.quoted(key) + " is there twice");
            }
            if (!take(",")) {
                require("}");
                break;
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw expected("nothing behind the dictionary");
        }
        if (values.size() < KEYS.size()) {
            throw otherKeys(values.keySet().stream().map(FileName::quoted).collect(Collectors.joining(", ")));
        }
    }

    private Object value(String key) {
        return switch (key) {
            case "descr" -> descr();
            case "fortran_order" -> {
                String value = take(BOOLEAN);
                if (value == null) {
                    throw expected("True or False");
                }
                yield value;
            }
            case "shape" -> sizes();
            default -> throw otherKeys(FileName.quoted(key));
        };
    }

    private InvalidInputException otherKeys(String keys) {
        return refused("header of .npy file has other keys", "keys=" + keys, "expected " + String.join(", ", KEYS));
    }

    private String descr() {
        if (take("[")) {
            throw refused("elements are not real numbers", "dtype=structured", TYPES);
        }
        if (take("(") || take(INTEGER) != null) {
            throw refused("elements are not real numbers", "dtype=not a plain type", TYPES);
        }
        return string();
    }

    private List<BigInteger> sizes() {
        List<BigInteger> sizes = new ArrayList<>();
        boolean tuple = take("(");
        boolean comma = true;
        while (tuple && comma && !take(")")) {
            String size = take(INTEGER);
            comma = take(",");
            tuple = size != null && (comma || !sizes.isEmpty() && take(")"));
            if (tuple) {
                sizes.add(new BigInteger(size));
            }
        }
        if (!tuple) {
            throw refused("header of .npy file is wrong", "key=shape", "expected a tuple of integers");
        }
        return sizes;
    }

    private ElementType type(String descr) {
        String code = ElementType.withoutByteOrder(descr);
        return ElementType.ofDtype(code)
                .orElseThrow(() -> refused(
                        "elements are not real numbers that fit a double",
                        "dtype=" + FileName.quoted(descr) + meaning(code),
                        TYPES));
    }

    /** numpy's array-protocol letters, for the message. */
    private static String meaning(String code) {
        return switch (code.isEmpty() ? ' ' : code.charAt(0)) {
            case 'c' -> " (complex)";
            case 'f' -> " (extended precision)";
            case 'S', 'a', 'U' -> " (strings)";
            case 'O' -> " (Python objects)";
            case 'V' -> " (raw bytes)";
            case 'M', 'm' -> " (dates)";
            default -> "";
        };
    }

    private Shape shape() {
        List<?> sizes = (List<?>) values.get("shape");
        if (sizes.size() != 2) {
            throw refused("array is not a matrix", "dimensions=" + sizes.size(), makeItTwoDimensional(sizes.size()));
        }
        BigInteger rows = (BigInteger) sizes.get(0);
        BigInteger columns = (BigInteger) sizes.get(1);
        String shown = "shape=" + rows + "x" + columns;
        if (rows.signum() < 0 || columns.signum() < 0) {
            throw refused("matrix size is negative", shown, "expected sizes of at least 0");
        }
        BigInteger bytes = rows.multiply(columns).multiply(BigInteger.valueOf(Double.BYTES));
        // The sizes by themselves too: 0 x 2^70 has no bytes.
        if (Stream.of(rows, columns, bytes).anyMatch(number -> number.bitLength() > 62)) {
            throw refused("matrix size overflows", shown, "allowed less than 2^62 bytes");
        }
        return new Shape(rows.longValue(), columns.longValue());
    }

    private static String makeItTwoDimensional(int dimensions) {
        return switch (dimensions) {
            case 0 -> "expected 2 dimensions; save a number as .reshape(1, 1)";
            case 1 -> "expected 2 dimensions; save a column as .reshape(-1, 1), a row as .reshape(1, -1)";
            default -> "expected 2 dimensions; save each matrix of a stack as a file of its own";
        };
    }

    private String string() {
        String quotes = take(STRING);
        if (quotes == null) {
            boolean begins = at < text.length() && "'\"".indexOf(text.charAt(at)) >= 0;
            throw expected(begins ? "the end of a string, without escapes" : "a string");
        }
        return quotes.substring(1, quotes.length() - 1);
    }

    /** What matches behind white space, without an L; null where it does not. */
    private String take(Pattern token) {
        skipSpace();
        Matcher matcher = token.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group(matcher.groupCount());
    }

    private boolean take(String sign) {
        skipSpace();
        boolean found = text.startsWith(sign, at);
        at += found ? sign.length() : 0;
        return found;
    }

    private void require(String sign) {
        if (!take(sign)) {
            throw expected("'" + sign + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private InvalidInputException expected(String what) {
        String found =
                at < text.length() ? FileName.quoted(text.substring(at, Math.min(text.length(), at + 12))) : "the end";
        return unreadable("found " + found + " at character " + (at + 1) + ", expected " + what);
    }

    private InvalidInputException unreadable(String reason) {
        return new InvalidInputException("header of .npy file cannot be read: file=" + file + " reason=" + reason);
    }

    private InvalidInputException refused(String what, String found, String allowed) {
        return new InvalidInputException(what + ": file=" + file + " " + found + ", " + allowed);
    }
}

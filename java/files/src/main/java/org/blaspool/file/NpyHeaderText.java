package org.blaspool.file;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/** The dictionary in the head of a .npy file: {@code descr}, {@code fortran_order} and {@code shape}, in any order. */
final class NpyHeaderText {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final String TYPES =
            "allowed float64, float32, float16, integers of 1 to 8 bytes, bool;" + " save it as .astype('float64')";

    private final Map<String, Object> values;
    private final Object file;

    private NpyHeaderText(Map<String, Object> values, Object file) {
        this.values = values;
        this.file = file;
    }

    static NpyHeader parse(String text, int version, long dataOffset, Object file) {
        Map<String, Object> values;
        try {
            values = PythonLiteral.dictionary(text);
        } catch (PythonLiteral.SyntaxException e) {
            throw new InvalidInputException(
                    "header of .npy file cannot be read: file=" + file + " reason=" + e.getMessage());
        }
        NpyHeaderText header = new NpyHeaderText(values, file);
        header.requireKeys();
        String descr = header.descr();
        return new NpyHeader(
                version, header.type(descr), ElementType.byteOrder(descr), header.layout(), header.shape(), dataOffset);
    }

    private void requireKeys() {
        if (!values.keySet().equals(KEYS)) {
            String found =
                    values.keySet().stream().limit(8).map(PythonLiteral::quoted).collect(Collectors.joining(", "));
            throw refused(
                    "header of .npy file has other keys", "keys=" + found, "expected descr, fortran_order, shape");
        }
    }

    private String descr() {
        if (values.get("descr") instanceof String descr) {
            return descr;
        }
        String kind = values.get("descr") instanceof List ? "structured" : "not a plain type";
        throw refused("elements are not real numbers", "dtype=" + kind, TYPES);
    }

    private ElementType type(String descr) {
        String code = ElementType.withoutByteOrder(descr);
        return ElementType.ofDtype(code)
                .orElseThrow(() -> refused(
                        "elements are not real numbers that fit a double",
                        "dtype=" + PythonLiteral.quoted(descr) + meaning(code),
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

    private Layout layout() {
        if (values.get("fortran_order") instanceof Boolean fortranOrder) {
            return fortranOrder ? Layout.COLUMN_MAJOR : Layout.ROW_MAJOR;
        }
        throw refused("header of .npy file is wrong", "key=fortran_order", "expected True or False");
    }

    private Shape shape() {
        if (!(values.get("shape") instanceof PythonLiteral.Tuple tuple)) {
            throw refused("header of .npy file is wrong", "key=shape", "expected a tuple of integers");
        }
        List<Object> sizes = tuple.items();
        if (sizes.size() != 2) {
            throw refused("array is not a matrix", "dimensions=" + sizes.size(), makeItTwoDimensional(sizes.size()));
        }
        return shape(size(sizes.get(0)), size(sizes.get(1)));
    }

    private static String makeItTwoDimensional(int dimensions) {
        return switch (dimensions) {
            case 0 -> "expected 2 dimensions; save a number as .reshape(1, 1)";
            case 1 -> "expected 2 dimensions; save a column as .reshape(-1, 1), a row as .reshape(1, -1)";
            default -> "expected 2 dimensions; save each matrix of a stack as a file of its own";
        };
    }

    private BigInteger size(Object size) {
        if (!(size instanceof BigInteger value)) {
            throw refused("header of .npy file is wrong", "key=shape", "expected a tuple of integers");
        }
        if (value.signum() < 0) {
            throw refused("matrix size is negative", "shape=" + shown(), "expected sizes of at least 0");
        }
        return value;
    }

    private Shape shape(BigInteger rows, BigInteger columns) {
        BigInteger bytes = rows.multiply(columns).multiply(BigInteger.valueOf(Double.BYTES));
        // The sizes by themselves too: 0 x 2^70 has no bytes.
        if (Stream.of(rows, columns, bytes).anyMatch(number -> number.bitLength() > 62)) {
            throw refused("matrix size overflows", "shape=" + shown(), "allowed less than 2^62 bytes");
        }
        return new Shape(rows.longValue(), columns.longValue());
    }

    private String shown() {
        return ((PythonLiteral.Tuple) values.get("shape"))
                .items().stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    private InvalidInputException refused(String what, String found, String allowed) {
        return new InvalidInputException(what + ": file=" + file + " " + found + ", " + allowed);
    }
}

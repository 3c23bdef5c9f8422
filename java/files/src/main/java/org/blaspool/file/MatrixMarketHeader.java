package org.blaspool.file;

import java.io.IOException;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/**
 * The banner and the sizes that a Matrix Market file begins with (Boisvert, Pozo, Remington: The Matrix Market exchange
 * formats, NISTIR 5935).
 *
 * @param array whether every element is listed, column after column, or entries with their row and column
 * @param entries how many lines of them follow
 */
record MatrixMarketHeader(boolean array, Field field, Symmetry symmetry, Shape shape, long entries) {
    private static final String BANNER = "%%matrixmarket";
    private static final int BANNER_BYTES = 14;

    /** The shortest line of an entry with its end: {@code 1}, and {@code 1 1}. */
    private static final int SHORTEST_VALUE = 2;

    private static final int SHORTEST_PLACE = 4;

    /** What the values are. */
    enum Field {
        REAL,
        INTEGER,
        /** No values: entries are 1. */
        PATTERN
    }

    /** What an entry says of the one on the other side of the diagonal. */
    enum Symmetry {
        GENERAL,
        SYMMETRIC,
        SKEW_SYMMETRIC
    }

    /**
     * Reads them; the text stands at the first entry then.
     *
     * @param fileBytes the file's length, which the sizes are compared with
     */
    static MatrixMarketHeader read(MatrixMarketText text, long fileBytes, Object name) throws IOException {
        if (fileBytes < BANNER_BYTES || !text.word().equals(BANNER)) {
            throw new InvalidInputException("file is not a Matrix Market file: file=" + name + " bytes=" + fileBytes
                    + ", expected it to start with %%MatrixMarket");
        }
        requireWord(text, "object", "matrix");
        boolean array = requireWord(text, "format", "coordinate", "array") == 1;
        Field field = field(text);
        Symmetry symmetry = Symmetry.values()[requireWord(text, "symmetry", "general", "symmetric", "skew-symmetric")];
        text.endLine();
        if (array && field == Field.PATTERN) {
            throw text.wrong("an array has no pattern");
        }
        if (!text.nextEntry()) {
            throw text.wrong("sizes are missing");
        }
        long rows = text.count("rows");
        long columns = text.count("columns");
        Shape shape = shape(text, rows, columns, symmetry);
        long entries = array ? arrayEntries(shape, symmetry) : text.count("entries");
        text.endLine();
        requireBytes(fileBytes, entries, array ? SHORTEST_VALUE : SHORTEST_PLACE, name);
        return new MatrixMarketHeader(array, field, symmetry, shape, entries);
    }

    /** The index of the word among those that are allowed. */
    private static int requireWord(MatrixMarketText text, String what, String... allowed) throws IOException {
        String word = text.word();
        for (int i = 0; i < allowed.length; i++) {
            if (allowed[i].equals(word)) {
                return i;
            }
        }
        throw text.wrong(what + " cannot be used: " + what + "=" + PythonLiteral.quoted(word) + ", allowed "
                + String.join(", ", allowed));
    }

    private static Field field(MatrixMarketText text) throws IOException {
        return switch (requireWord(text, "field", "real", "double", "integer", "unsigned-integer", "pattern")) {
            case 0, 1 -> Field.REAL;
            case 2, 3 -> Field.INTEGER;
            default -> Field.PATTERN;
        };
    }

    private static Shape shape(MatrixMarketText text, long rows, long columns, Symmetry symmetry) {
        if (columns != 0 && rows > (1L << 59) / columns || Math.max(rows, columns) > 1L << 59) {
            throw text.wrong("matrix size overflows: shape=" + rows + "x" + columns + ", allowed less than 2^62 bytes");
        }
        if (symmetry != Symmetry.GENERAL && rows != columns) {
            throw text.wrong("matrix is symmetric but not square: shape=" + rows + "x" + columns);
        }
        return new Shape(rows, columns);
    }

    private static long arrayEntries(Shape shape, Symmetry symmetry) {
        long n = shape.rows();
        return switch (symmetry) {
            case GENERAL -> shape.elements();
            // The triangle below the diagonal, and the diagonal unless it is zero.
            case SYMMETRIC -> (shape.elements() + n) / 2;
            case SKEW_SYMMETRIC -> (shape.elements() - n) / 2;
        };
    }

    private static void requireBytes(long fileBytes, long entries, int shortest, Object name) {
        if (entries > (fileBytes + 1) / shortest) {
            throw new InvalidInputException("file is truncated: file=" + name + " bytes=" + fileBytes + " entries="
                    + entries + ", expected at least " + shortest + " bytes an entry");
        }
    }

    MatrixHeader matrixHeader(long fileBytes) {
        return new MatrixHeader(shape, Layout.COLUMN_MAJOR, fileBytes);
    }
}

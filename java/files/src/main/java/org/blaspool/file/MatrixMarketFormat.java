package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixMarketFormat.MatrixMarketHeader;
import org.blaspool.file.MatrixMarketFormat.MatrixMarketHeader.Symmetry;
import org.blaspool.matrix.StoredMatrix;

/**
 * Matrix Market files, arrays and coordinates, as dense matrices: real, integer and pattern (whose entries are 1);
 * general, symmetric and skew-symmetric. Entries of one place add up, as in scipy's {@code mmread(…).toarray()}.
 */
public final class MatrixMarketFormat implements MatrixFormat {
    @Override
    public List<String> suffixes() {
        return List.of(".mtx");
    }

    @Override
    public MatrixHeader read(MatrixSource source, StoredMatrix target) throws IOException {
        try (FileChannel channel = FileChannel.open(source.path(), StandardOpenOption.READ)) {
            MatrixMarketText text = new MatrixMarketText(channel, source);
            MatrixMarketHeader market = MatrixMarketHeader.read(text, channel.size(), source);
            MatrixHeader header = new MatrixHeader(market.shape(), Layout.COLUMN_MAJOR, channel.size());
            if (header.fits(target, source)) {
                new MatrixMarketEntries(market, text).into(target);
            }
            return header;
        }
    }

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
            Symmetry symmetry =
                    Symmetry.values()[requireWord(text, "symmetry", "general", "symmetric", "skew-symmetric")];
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
            throw text.wrong(what + " cannot be used: " + what + "=" + FileName.quoted(word) + ", allowed "
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
                throw text.wrong(
                        "matrix size overflows: shape=" + rows + "x" + columns + ", allowed less than 2^62 bytes");
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
    }

    /** The entries of a Matrix Market file behind its header. */
    record MatrixMarketEntries(MatrixMarketHeader header, MatrixMarketText text) {
        void into(StoredMatrix target) throws IOException {
            if (header.array()) {
                readArray(target);
            } else {
                readCoordinates(target);
            }
            if (text.nextEntry()) {
                throw text.wrong("more entries follow than there should be: entries=" + header.entries());
            }
        }

        private void readArray(StoredMatrix target) throws IOException {
            Symmetry symmetry = header.symmetry();
            for (long column = 0; target.rows() > 0 && column < target.columns(); column++) {
                long first = switch (symmetry) {
                    case GENERAL -> 0;
                    case SYMMETRIC -> column;
                    case SKEW_SYMMETRIC -> column + 1;
                };
                if (symmetry == Symmetry.SKEW_SYMMETRIC) {
                    target.set(column, column, 0);
                }
                for (long row = first; row < target.rows(); row++) {
                    requireEntry();
                    double value = value();
                    text.endLine();
                    target.set(row, column, value);
                    if (symmetry != Symmetry.GENERAL) {
                        target.set(column, row, mirrored(value));
                    }
                }
            }
        }

        private void readCoordinates(StoredMatrix target) throws IOException {
            StoredElements.fill(target, 0);
            for (long entry = 0; entry < header.entries(); entry++) {
                requireEntry();
                long row = index("row", target.rows());
                long column = index("column", target.columns());
                double value = value();
                text.endLine();
                add(target, row, column, value);
                if (header.symmetry() != Symmetry.GENERAL && row != column) {
                    add(target, column, row, mirrored(value));
                }
            }
        }

        private static void add(StoredMatrix target, long row, long column, double value) {
            target.set(row, column, target.get(row, column) + value);
        }

        private double mirrored(double value) {
            return header.symmetry() == Symmetry.SKEW_SYMMETRIC ? -value : value;
        }

        private void requireEntry() throws IOException {
            if (!text.nextEntry()) {
                throw text.wrong("file is truncated: expected entries=" + header.entries());
            }
        }

        private long index(String what, long size) throws IOException {
            long index = text.count(what);
            if (index < 1 || index > size) {
                throw text.wrong(what + " is not in the matrix: " + what + "=" + index + ", allowed 1 to " + size);
            }
            return index - 1;
        }

        private double value() throws IOException {
            return switch (header.field()) {
                case REAL -> text.real();
                case INTEGER -> text.integer();
                case PATTERN -> 1;
            };
        }
    }
}

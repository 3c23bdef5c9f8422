package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
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
                market.readEntries(text, target);
            }
            return header;
        }
    }

    /**
     * The banner and the sizes that a Matrix Market file begins with (Boisvert, Pozo, Remington: The Matrix Market
     * exchange formats, NISTIR 5935).
     *
     * @param array whether every element is listed, column after column, or entries with their row and column
     * @param field what the values are
     * @param symmetry what an entry says of the one on the other side of the diagonal
     * @param entries how many lines of them follow
     */
    private record MatrixMarketHeader(boolean array, String field, String symmetry, Shape shape, long entries) {

        /** The shortest line of an entry with its end: {@code 1}, and {@code 1 1}. */
        private static final int SHORTEST_VALUE = 2;

        private static final int SHORTEST_PLACE = 4;

        private static final String GENERAL = "general";
        private static final String SYMMETRIC = "symmetric";
        private static final String SKEW_SYMMETRIC = "skew-symmetric";
        /** No values: entries are 1. */
        private static final String PATTERN = "pattern";

        /**
         * Reads them; the text stands at the first entry then.
         *
         * @param fileBytes the file's length, which the sizes are compared with
         */
        static MatrixMarketHeader read(MatrixMarketText text, long fileBytes, Object name) throws IOException {
            if (!text.begin()) {
                throw new InvalidInputException("file is not a Matrix Market file: file=" + name + " bytes=" + fileBytes
                        + ", expected it to start with %%MatrixMarket");
            }
            word(text, "object", "matrix");
            boolean array = word(text, "format", "coordinate", "array").equals("array");
            String field = word(text, "field", "real", "double", "integer", "unsigned-integer", PATTERN);
            String symmetry = word(text, "symmetry", GENERAL, SYMMETRIC, SKEW_SYMMETRIC);
            text.endLine();
            if (array && field.equals(PATTERN)) {
                throw text.wrong("an array has no pattern");
            }
            if (!text.nextEntry()) {
                throw text.wrong("sizes are missing");
            }
            Shape shape = shape(text, symmetry);
            long entries = array ? arrayEntries(shape, symmetry) : text.count("entries");
            text.endLine();
            int shortest = array ? SHORTEST_VALUE : SHORTEST_PLACE;
            if (entries > (fileBytes + 1) / shortest) {
                throw new InvalidInputException("file is truncated: file=" + name + " bytes=" + fileBytes + " entries="
                        + entries + ", expected at least " + shortest + " bytes an entry");
            }
            return new MatrixMarketHeader(array, field, symmetry, shape, entries);
        }

        /** The next word, one of those that are allowed. */
        private static String word(MatrixMarketText text, String what, String... allowed) {
            String word = text.word();
            if (!List.of(allowed).contains(word)) {
                throw text.wrong(what + " cannot be used: " + what + "=" + FileName.quoted(word) + ", allowed "
                        + String.join(", ", allowed));
            }
            return word;
        }

        private static Shape shape(MatrixMarketText text, String symmetry) {
            long rows = text.count("rows");
            long columns = text.count("columns");
            if (columns != 0 && rows > (1L << 59) / columns || Math.max(rows, columns) > 1L << 59) {
                throw text.wrong(
                        "matrix size overflows: shape=" + rows + "x" + columns + ", allowed less than 2^62 bytes");
            }
            if (!symmetry.equals(GENERAL) && rows != columns) {
                throw text.wrong("matrix is symmetric but not square: shape=" + rows + "x" + columns);
            }
            return new Shape(rows, columns);
        }

        private static long arrayEntries(Shape shape, String symmetry) {
            long n = shape.rows();
            return switch (symmetry) {
                // The triangle below the diagonal, and the diagonal unless it is zero.
                case SYMMETRIC -> (shape.elements() + n) / 2;
                case SKEW_SYMMETRIC -> (shape.elements() - n) / 2;
                default -> shape.elements();
            };
        }

        /** Reads the entries behind it. */
        void readEntries(MatrixMarketText text, StoredMatrix target) throws IOException {
            if (array) {
                readArray(text, target);
            } else {
                readCoordinates(text, target);
            }
            if (text.nextEntry()) {
                throw text.wrong("more entries follow than there should be: entries=" + entries);
            }
        }

        private void readArray(MatrixMarketText text, StoredMatrix target) throws IOException {
            boolean general = symmetry.equals(GENERAL);
            boolean skew = symmetry.equals(SKEW_SYMMETRIC);
            for (long column = 0; target.rows() > 0 && column < target.columns(); column++) {
                if (skew) {
                    target.set(column, column, 0);
                }
                for (long row = general ? 0 : skew ? column + 1 : column; row < target.rows(); row++) {
                    requireEntry(text);
                    double value = value(text);
                    text.endLine();
                    target.set(row, column, value);
                    if (!general) {
                        target.set(column, row, skew ? -value : value);
                    }
                }
            }
        }

        private void readCoordinates(MatrixMarketText text, StoredMatrix target) throws IOException {
            boolean general = symmetry.equals(GENERAL);
            boolean skew = symmetry.equals(SKEW_SYMMETRIC);
            StoredElements.fill(target, 0);
            for (long entry = 0; entry < entries; entry++) {
                requireEntry(text);
                long row = index(text, "row", target.rows());
                long column = index(text, "column", target.columns());
                double value = value(text);
                text.endLine();
                add(target, row, column, value);
                if (!general && row != column) {
                    add(target, column, row, skew ? -value : value);
                }
            }
        }

        private static void add(StoredMatrix target, long row, long column, double value) {
            target.set(row, column, target.get(row, column) + value);
        }

        private void requireEntry(MatrixMarketText text) throws IOException {
            if (!text.nextEntry()) {
                throw text.wrong("file is truncated: expected entries=" + entries);
            }
        }

        private static long index(MatrixMarketText text, String what, long size) {
            long index = text.count(what);
            if (index < 1 || index > size) {
                throw text.wrong(what + " is not in the matrix: " + what + "=" + index + ", allowed 1 to " + size);
            }
            return index - 1;
        }

        private double value(MatrixMarketText text) {
            return switch (field) {
                case "integer", "unsigned-integer" -> text.integer();
                case PATTERN -> 1;
                default -> text.real();
            };
        }
    }
}

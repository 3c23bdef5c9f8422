package org.blaspool.file;

import java.io.IOException;
import org.blaspool.file.MatrixMarketHeader.Symmetry;
import org.blaspool.matrix.StoredMatrix;

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
        MemoryRun.fill(target, 0);
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

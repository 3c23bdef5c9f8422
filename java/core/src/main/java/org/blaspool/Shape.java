package org.blaspool;

import org.blaspool.error.InvalidInputException;

/**
 * Rows and columns.
 *
 * @param rows at least 0
 * @param columns at least 0; the bytes of rows x columns doubles fit a long
 */
public record Shape(long rows, long columns) {
    public Shape {
        if (rows < 0 || columns < 0) {
            throw new InvalidInputException(
                    "matrix size is negative: " + rows + "x" + columns + ", expected rows and columns of at least 0");
        }
        if (rows != 0 && columns > Long.MAX_VALUE / Double.BYTES / rows) {
            throw new InvalidInputException(
                    "matrix size overflows: " + rows + "x" + columns + ", expected less than 2^63 bytes");
        }
    }

    public long elements() {
        return rows * columns;
    }

    public long bytes() {
        return elements() * Double.BYTES;
    }

    public Shape transposed() {
        return new Shape(columns, rows);
    }

    /**
     * The shape of the product of a matrix of this shape and one of another.
     *
     * @throws IllegalArgumentException where this has not as many columns as the other has rows
     */
    public Shape times(Shape right) {
        if (columns != right.rows) {
            throw new InvalidInputException("operand shapes do not agree: a=" + this + " b=" + right
                    + ", expected b with " + columns + " rows");
        }
        return new Shape(rows, right.columns);
    }

    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}

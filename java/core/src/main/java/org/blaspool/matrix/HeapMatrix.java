package org.blaspool.matrix;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Shape;

/** A caller's array of rows, which a pool copies into memory of its own. Not copied, and not the heap's owner. */
public final class HeapMatrix implements Matrix {
    private final double[][] rows;
    private final Shape shape;

    /**
     * @param rows all of one length
     * @param name what messages call it
     * @throws IllegalArgumentException where rows differ in length
     */
    public HeapMatrix(double[][] rows, String name) {
        Objects.requireNonNull(rows, name);
        int columns = rows.length == 0 ? 0 : Objects.requireNonNull(rows[0], name + "[0]").length;
        for (int i = 1; i < rows.length; i++) {
            if (Objects.requireNonNull(rows[i], name + "[" + i + "]").length != columns) {
                throw new IllegalArgumentException("array is no matrix: " + name + "[" + i + "].length="
                        + rows[i].length + ", expected " + columns + " as in row 0");
            }
        }
        this.rows = rows;
        shape = new Shape(rows.length, columns);
    }

    /**
     * Refuses a result that would be written twice, or over what is read.
     *
     * @throws IllegalArgumentException where two of its rows, or one of it and one of an operand, are one array
     */
    public void requireApart(HeapMatrix a, HeapMatrix b) {
        Set<double[]> own = Collections.newSetFromMap(new IdentityHashMap<>());
        for (double[] row : rows) {
            if (row.length > 0 && !own.add(row)) {
                throw new IllegalArgumentException(
                        "two rows of the result are one array: c=" + shape + ", expected an array for each row");
            }
        }
        if (Stream.of(a, b).flatMap(operand -> Arrays.stream(operand.rows)).anyMatch(own::contains)) {
            throw new IllegalArgumentException("result overlaps an operand: c=" + shape + ", expected rows of its own");
        }
    }

    /** The caller's array itself. */
    public double[][] rowArrays() {
        return rows;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double get(long row, long column) {
        return rows[index(row, rows.length)][index(column, shape.columns())];
    }

    @Override
    public void set(long row, long column, double value) {
        rows[index(row, rows.length)][index(column, shape.columns())] = value;
    }

    private int index(long index, long length) {
        return (int) Objects.checkIndex(index, length);
    }

    @Override
    public void copyFrom(Matrix other) {
        if (!other.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "matrices do not agree: from=" + other.shape() + " to=" + shape + ", expected one shape");
        }
        double[][] values = other.toRows();
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values[i], 0, rows[i], 0, values[i].length);
        }
    }

    @Override
    public double[][] toRows() {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public double[] toArray(Layout order) {
        int columns = (int) shape.columns();
        double[] values = new double[Math.multiplyExact(rows.length, columns)];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns; j++) {
                values[order == Layout.ROW_MAJOR ? i * columns + j : i + j * rows.length] = rows[i][j];
            }
        }
        return values;
    }

    @Override
    public Matrix transpose() {
        double[][] across = new double[(int) shape.columns()][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < across.length; j++) {
                across[j][i] = rows[i][j];
            }
        }
        return new HeapMatrix(across, "transpose");
    }

    /** Does nothing: the array is the caller's. */
    @Override
    public void close() {
        // The collector looks after it.
    }

    @Override
    public String toString() {
        return shape.toString();
    }
}

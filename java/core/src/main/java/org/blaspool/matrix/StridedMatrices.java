package org.blaspool.matrix;

import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/**
 * Matrices of one shape that lie at equal distances. Immutable; the memory is that of {@code memory}.
 *
 * @param memory a matrix without gaps in whose elements all of them lie, the first one at its start
 * @param first the first one
 * @param stride elements from each to the next; 0: all are the first one
 * @param count how many there are, at least 1
 */
public record StridedMatrices(StoredMatrix memory, StoredMatrix first, long stride, int count) {
    public StridedMatrices {
        if (count < 1) {
            throw new InvalidInputException("batch is empty: count=" + count + ", expected at least 1");
        }
    }

    /** Matrices one behind another, that fill {@code memory}. */
    public static StridedMatrices filling(StoredMatrix memory, Shape shape, Layout layout, int count) {
        long line = Math.max(1, layout == Layout.COLUMN_MAJOR ? shape.rows() : shape.columns());
        return new StridedMatrices(memory, memory.at(0, shape, line, layout), shape.elements(), count);
    }

    /** One matrix, {@code count} times. */
    public static StridedMatrices repeated(StoredMatrix matrix, int count) {
        return new StridedMatrices(matrix, matrix, 0, count);
    }

    /** Matrix {@code index}, over the same memory. */
    public StoredMatrix get(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("matrix " + index + " of " + count);
        }
        return first.at(index * stride, first.shape(), first.leadingDimension(), first.layout());
    }

    /** The transposes, over the same memory. */
    public StridedMatrices transposed() {
        return new StridedMatrices(memory, first.transpose(), stride, count);
    }

    /** The same over a copy of the memory. */
    public StridedMatrices over(StoredMatrix copy) {
        StoredMatrix start = copy.at(0, first.shape(), Math.max(1, first.lineLength()), first.layout());
        return copy == memory ? this : new StridedMatrices(copy, start, stride, count);
    }

    /** A copy on the heap, one matrix behind another, each in the given order. */
    public double[] toArray(Layout order) {
        double[] values =
                new double[StoredMatrix.heapLength(new Shape(first.shape().elements(), count))];
        int length = values.length / count;
        for (int i = 0; i < count; i++) {
            System.arraycopy(get(i).toArray(order), 0, values, i * length, length);
        }
        return values;
    }

    private long end() {
        return first.address() + (count - 1) * stride * Double.BYTES + first.extentBytes();
    }

    /** Whether no two of them can share an element, and none one of the others. */
    boolean areApartFrom(StridedMatrices other) {
        return (count == 1 || stride * Double.BYTES >= first.extentBytes())
                && (first.address() >= other.end() || other.first.address() >= end());
    }
}

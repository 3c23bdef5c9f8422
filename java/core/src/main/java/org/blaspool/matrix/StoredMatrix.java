package org.blaspool.matrix;

import java.util.Arrays;
import java.util.Objects;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.jni.NativeMemory;
import org.blaspool.memory.Region;

/**
 * A matrix of doubles outside the heap: a place in a {@link Region}, a shape, a leading dimension and a layout. Its
 * memory belongs to its {@link MatrixStore} (or whoever made the region), and it is valid as long as that is open, or to
 * a {@link Holding} of its own.
 * Afterwards, and where another thread closes the store meanwhile, whatever is done with its elements is an
 * IllegalStateException.
 *
 * <p>Elements may be read and written from several threads as those of an array may. {@link #get} and {@link #set}
 * are for convenience and tests; the bulk methods move whole matrices.
 */
public final class StoredMatrix implements Matrix {
    private final Region region;
    private final long offset;
    private final Shape shape;
    private final long leadingDimension;
    private final Layout layout;
    private final long extentBytes;
    private final Holding holding;

    private StoredMatrix(
            Region region,
            long offset,
            Shape shape,
            long leadingDimension,
            Layout layout,
            long extentBytes,
            Holding holding) {
        this.holding = holding;
        this.region = region;
        this.offset = offset;
        this.shape = shape;
        this.leadingDimension = leadingDimension;
        this.layout = layout;
        this.extentBytes = extentBytes;
    }

    /**
     * A matrix over memory that is there already.
     *
     * @param region where it lies
     * @param offset bytes from the region's start to the first element, a multiple of 8
     * @param leadingDimension elements from one column (column-major) or row (row-major) to the next
     */
    public static StoredMatrix over(Region region, long offset, Shape shape, long leadingDimension, Layout layout) {
        return over(region, offset, shape, leadingDimension, layout, Holding.OF_ITS_STORE);
    }

    /** The same, whose memory can be given back before that of its neighbours. */
    public static StoredMatrix over(
            Region region, long offset, Shape shape, long leadingDimension, Layout layout, Holding holding) {
        long contiguous = layout == Layout.COLUMN_MAJOR ? shape.rows() : shape.columns();
        long lines = layout == Layout.COLUMN_MAJOR ? shape.columns() : shape.rows();
        if (leadingDimension < Math.max(1, contiguous)) {
            throw new InvalidInputException("leading dimension is too small: ld=" + leadingDimension + " shape=" + shape
                    + " layout=" + layout + ", expected at least " + Math.max(1, contiguous));
        }
        long extent = extent(contiguous, lines, leadingDimension);
        if (offset < 0 || offset % Double.BYTES != 0 || extent > limit(region, offset)) {
            throw new InvalidInputException("matrix does not lie in its region: offset=" + offset + " shape=" + shape
                    + " ld=" + leadingDimension + ", region has " + region.bytes() + " bytes");
        }
        return new StoredMatrix(region, offset, shape, leadingDimension, layout, extent * Double.BYTES, holding);
    }

    /** A matrix without gaps over memory that is there already. */
    public static StoredMatrix contiguous(Region region, long offset, Shape shape, Layout layout, Holding holding) {
        long line = layout == Layout.COLUMN_MAJOR ? shape.rows() : shape.columns();
        return over(region, offset, shape, Math.max(1, line), layout, holding);
    }

    /**
     * The matrix that a caller of the library passed.
     *
     * @throws InvalidInputException where it is of somebody else's making
     */
    public static StoredMatrix of(Matrix matrix) {
        if (matrix instanceof StoredMatrix stored) {
            return stored;
        }
        Objects.requireNonNull(matrix, "matrix");
        throw new InvalidInputException("matrix was not made by this library: class="
                + matrix.getClass().getName() + ", expected one of BlasPool.matrix or BlasPool.zeros");
    }

    /** Another matrix in the same memory, from the {@code element}th of this one on; it is given back with this one. */
    StoredMatrix at(long element, Shape other, long otherLeadingDimension, Layout otherLayout) {
        return over(region, offset + element * Double.BYTES, other, otherLeadingDimension, otherLayout, holding);
    }

    private static long limit(Region region, long offset) {
        return (region.bytes() - offset) / Double.BYTES;
    }

    /** Elements from the first to behind the last; Long.MAX_VALUE where that overflows. */
    private static long extent(long contiguous, long lines, long leadingDimension) {
        if (contiguous == 0 || lines == 0) {
            return 0;
        }
        if (lines - 1 > (Long.MAX_VALUE - contiguous) / leadingDimension) {
            return Long.MAX_VALUE;
        }
        return (lines - 1) * leadingDimension + contiguous;
    }

    public Region region() {
        return region;
    }

    /** Bytes from the region's start to the first element. */
    public long offset() {
        return offset;
    }

    /** Address of the first element in this process. */
    public long address() {
        return region.address() + offset;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public long rows() {
        return shape.rows();
    }

    @Override
    public long columns() {
        return shape.columns();
    }

    /** Elements from one contiguous line to the next; at least the length of a line. */
    public long leadingDimension() {
        return leadingDimension;
    }

    public Layout layout() {
        return layout;
    }

    /** Length of a contiguous line: rows of a column-major, columns of a row-major matrix. */
    public long lineLength() {
        return layout == Layout.COLUMN_MAJOR ? shape.rows() : shape.columns();
    }

    /** Number of contiguous lines; none where they are empty, however many. */
    public long lines() {
        if (lineLength() == 0) {
            return 0;
        }
        return layout == Layout.COLUMN_MAJOR ? shape.columns() : shape.rows();
    }

    /** Bytes from its first element to behind its last, with the gaps between lines. */
    long extentBytes() {
        return extentBytes;
    }

    /** Whether the ranges from first to last element have bytes in common. */
    boolean mayOverlap(StoredMatrix other) {
        return address() < other.address() + other.extentBytes && other.address() < address() + extentBytes;
    }

    /** Whether no gap lies between its lines. */
    public boolean isContiguous() {
        return leadingDimension == lineLength() || lines() <= 1;
    }

    /** The transpose over the same memory; nothing is copied. */
    @Override
    public StoredMatrix transpose() {
        return new StoredMatrix(
                region, offset, shape.transposed(), leadingDimension, layout.transposed(), extentBytes, holding);
    }

    @Override
    public double get(long row, long column) {
        return region.getDouble(elementOffset(row, column));
    }

    @Override
    public void set(long row, long column, double value) {
        requireWritable();
        region.putDouble(elementOffset(row, column), value);
    }

    private long elementOffset(long row, long column) {
        requireOpen();
        if (row < 0 || row >= rows() || column < 0 || column >= columns()) {
            throw new IndexOutOfBoundsException("element (" + row + ", " + column + ") of a " + shape + " matrix");
        }
        long index = layout == Layout.COLUMN_MAJOR ? row + column * leadingDimension : column + row * leadingDimension;
        return offset + index * Double.BYTES;
    }

    /** Copies a contiguous line (a column of a column-major matrix) out. */
    public void getLine(long line, double[] values) {
        region.getDoubles(lineOffset(line), values, 0, Math.toIntExact(lineLength()));
    }

    /** Copies a contiguous line (a column of a column-major matrix) in. */
    public void putLine(long line, double[] values) {
        requireWritable();
        region.putDoubles(lineOffset(line), values, 0, Math.toIntExact(lineLength()));
    }

    private long lineOffset(long line) {
        requireOpen();
        if (line < 0 || line >= lines()) {
            throw new IndexOutOfBoundsException("line " + line + " of " + lines());
        }
        return offset + line * leadingDimension * Double.BYTES;
    }

    /** Sets every element. */
    public void fill(double value) {
        if (lines() == 0) {
            return;
        }
        double[] values = new double[Math.toIntExact(lineLength())];
        Arrays.fill(values, value);
        for (long line = 0; line < lines(); line++) {
            putLine(line, values);
        }
    }

    /** Copies an array of rows into this matrix; {@code values} has this matrix's rows and columns. */
    public void put(double[][] values) {
        boolean fits = values.length == rows();
        for (int i = 0; fits && i < values.length; i++) {
            fits = values[i].length == columns();
        }
        if (!fits) {
            throw new InvalidInputException("array does not fit a " + shape + " matrix, expected " + rows()
                    + " rows of " + columns() + " values each");
        }
        for (int i = 0; i < values.length && lines() > 0; i++) {
            if (layout == Layout.ROW_MAJOR) {
                putLine(i, values[i]);
            } else {
                for (int j = 0; j < values[i].length; j++) {
                    set(i, j, values[i][j]);
                }
            }
        }
    }

    /** Copies elements in the given order, without gaps, into this matrix. */
    public void put(double[] values, Layout order) {
        if (values.length != shape.elements()) {
            throw new InvalidInputException("array does not fit a " + shape + " matrix: length=" + values.length
                    + ", expected " + shape.elements());
        }
        requireWritable();
        if (order == layout) {
            int length = stretch();
            for (int done = 0; done < values.length; done += length) {
                region.putDoubles(lineOffset(done / lineLength()), values, done, length);
            }
            return;
        }
        int length = Math.toIntExact(lines());
        for (int i = 0; i < values.length; i++) {
            if (order == Layout.ROW_MAJOR) {
                set(i / length, i % length, values[i]);
            } else {
                set(i % length, i / length, values[i]);
            }
        }
    }

    /** Elements that lie one behind another: all of them, or those of a line; they fit an array. */
    private int stretch() {
        return (int) (isContiguous() ? shape.elements() : lineLength());
    }

    /** {@inheritDoc} Leading dimensions may differ. Neither store can be closed meanwhile. */
    @Override
    public void copyFrom(Matrix other) {
        if (!other.shape().equals(shape)) {
            throw new InvalidInputException(
                    "matrices do not agree: from=" + other + " to=" + this + ", expected one shape");
        }
        if (shape.elements() == 0) {
            return;
        }
        if (!(other instanceof StoredMatrix from)) {
            put(other.toRows());
        } else if (from.layout == layout) {
            copyLines(from);
        } else {
            copyAcross(from);
        }
    }

    private void copyLines(StoredMatrix from) {
        requireOpen();
        requireWritable();
        from.requireOpen();
        from.region.retain();
        try {
            region.retain();
            try {
                NativeMemory.copyColumns(
                        from.address(),
                        from.leadingDimension * Double.BYTES,
                        address(),
                        leadingDimension * Double.BYTES,
                        lineLength() * Double.BYTES,
                        lines());
            } finally {
                region.release();
            }
        } finally {
            from.region.release();
        }
    }

    /** Copies a matrix of the other layout, whose lines are across this one's. */
    private void copyAcross(StoredMatrix from) {
        double[] values = new double[Math.toIntExact(lineLength())];
        for (long line = 0; line < lines(); line++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = layout == Layout.ROW_MAJOR ? from.get(line, i) : from.get(i, line);
            }
            putLine(line, values);
        }
    }

    /** A copy on the heap, without gaps, in the given order; at most 2^31 - 1 elements. */
    @Override
    public double[] toArray(Layout order) {
        double[] values = new double[heapLength(shape)];
        copyTo(values, order);
        return values;
    }

    /** Copies all elements into an array of as many, without gaps, in the given order. */
    public void copyTo(double[] values, Layout order) {
        if (order == layout) {
            int length = stretch();
            for (int done = 0; done < values.length; done += length) {
                region.getDoubles(lineOffset(done / lineLength()), values, done, length);
            }
            return;
        }
        int length = (int) lines();
        for (int i = 0; i < values.length; i += length) {
            for (int j = 0; j < length; j++) {
                values[i + j] = order == Layout.ROW_MAJOR ? get(i / length, j) : get(j, i / length);
            }
        }
    }

    /** A copy on the heap as an array of rows. */
    @Override
    public double[][] toRows() {
        double[] values = toArray(Layout.ROW_MAJOR);
        double[][] result = new double[Math.toIntExact(rows())][];
        int length = Math.toIntExact(columns());
        for (int i = 0; i < result.length; i++) {
            result[i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
        }
        return result;
    }

    static int heapLength(Shape shape) {
        if (shape.elements() > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    "matrix is too large for a Java array: shape=" + shape + ", allowed 2147483639 elements");
        }
        return (int) shape.elements();
    }

    /** @throws IllegalStateException where its memory was given back */
    public void requireOpen() {
        holding.requireOpen();
    }

    void requireWritable() {
        holding.requireWritable();
    }

    /**
     * The same memory for somebody who may read it until this is closed, which gives nothing back: to write to it is an
     * UnsupportedOperationException.
     */
    public StoredMatrix lent() {
        return new StoredMatrix(region, offset, shape, leadingDimension, layout, extentBytes, holding.lent());
    }

    /** {@inheritDoc} What lies in a {@link MatrixStore} is given back with the store alone. */
    @Override
    public void close() {
        holding.close();
    }

    @Override
    public String toString() {
        return shape
                + (layout == Layout.ROW_MAJOR ? " row-major" : "")
                + (isContiguous() ? "" : " ld=" + leadingDimension);
    }
}

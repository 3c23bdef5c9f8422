package org.blaspool.file;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * A chunked dataset of HDF5, read one chunk after another: one at a time is on the heap. Chunks that were never written
 * hold the fill value.
 *
 * @param rows of a chunk, which may reach beyond the matrix
 * @param columns of a chunk
 */
record Hdf5Chunks(
        ChunkedDataset dataset, Hdf5Type type, Shape shape, int rows, int columns, Hdf5Filters filters, Object name) {
    /**
     * What the library says where there is no chunk, by the older and the newer kind of index; its interface has no
     * other way of asking.
     */
    private static final Pattern NO_CHUNK =
            Pattern.compile("No chunk with offset .*|Failed to read chunk .* at address -1");

    /** A chunk is there encoded, decoded, and once in between. */
    private static final int COPIES = 3;

    /** Megabytes of the heap that chunks may take together, whichever threads read them. */
    private static final Semaphore HEAP =
            new Semaphore((int) Math.max(1, Runtime.getRuntime().maxMemory() / 2 >> 20), true);

    static Hdf5Chunks of(ChunkedDataset dataset, Hdf5Type type, Shape shape, Object name) {
        int[] sizes = dataset.getChunkDimensions();
        if (sizes.length != 2 || sizes[0] < 1 || sizes[1] < 1) {
            throw new InvalidInputException(
                    "HDF5 file cannot be read: file=" + name + " reason=chunks have no size of two dimensions");
        }
        return new Hdf5Chunks(
                dataset, type, shape, sizes[0], sizes[1], Hdf5Filters.of(dataset.getFilters(), name), name);
    }

    private long bytes() {
        return (long) rows * columns * type.type().bytes();
    }

    /** Refuses what {@link #read} could not read. */
    void requireReadable() {
        long heap = Runtime.getRuntime().maxMemory();
        if (rows > (1 << 30) / columns || bytes() > heap / (2 * COPIES)) {
            throw new InvalidInputException(
                    "chunk of dataset is too large: file=" + name + " chunk=" + rows + "x"
                            + columns + " of " + type.type().code() + ", allowed " + heap / (2 * COPIES)
                            + " bytes, a sixth of the Java heap; write it with smaller chunks, for example h5repack -l CHUNK=256x256");
        }
        if (Math.max(shape.rows(), shape.columns()) > Integer.MAX_VALUE - Math.max(rows, columns)) {
            throw new InvalidInputException("matrix is too long for a chunked dataset: file=" + name + " shape=" + shape
                    + ", allowed 2^31 rows or columns; write it contiguously");
        }
        dataset.isEmpty(); // reads the index of the chunks, and throws where it is damaged
    }

    void read(StoredMatrix target) {
        double fill = fillValue(dataset);
        int megabytes = (int) (COPIES * bytes() >> 20);
        for (int row = 0; row < shape.rows(); row += rows) {
            for (int column = 0; column < shape.columns(); column += columns) {
                HEAP.acquireUninterruptibly(megabytes);
                try {
                    read(row, column, fill, target);
                } finally {
                    HEAP.release(megabytes);
                }
            }
        }
    }

    private void read(int firstRow, int firstColumn, double fill, StoredMatrix target) {
        ByteBuffer chunk = decoded(firstRow, firstColumn);
        int count = (int) Math.min(columns, shape.columns() - firstColumn);
        int end = (int) Math.min(rows, shape.rows() - firstRow);
        for (int row = 0; row < end; row++) {
            if (target.layout() == Layout.ROW_MAJOR) {
                long start =
                        target.offset() + ((firstRow + row) * target.leadingDimension() + firstColumn) * Double.BYTES;
                MemoryRun run = new MemoryRun(target.region(), start, (long) count * Double.BYTES);
                if (chunk == null) {
                    run.fill(fill);
                } else {
                    widen(chunk, row * columns, run);
                }
            } else {
                scatter(chunk, row, count, fill, target, firstRow, firstColumn);
            }
        }
    }

    private void widen(ByteBuffer chunk, int element, MemoryRun run) {
        int width = type.type().bytes();
        for (long done = 0; done < run.bytes(); ) {
            ByteBuffer piece = run.piece(done, Integer.MAX_VALUE);
            int from = (element + (int) (done / Double.BYTES)) * width;
            int count = piece.remaining() / Double.BYTES;
            done += piece.remaining();
            widen(chunk.slice(from, count * width), piece, count);
        }
    }

    /** Copies elements into the end of the place that they take as doubles, and widens them there. */
    private void widen(ByteBuffer elements, ByteBuffer doubles, int count) {
        doubles.duplicate()
                .position(count * Double.BYTES - elements.remaining())
                .put(elements);
        type.type().widen(doubles, count, type.byteOrder());
    }

    /** Into a single row or column, whose layout is either. */
    private void scatter(
            ByteBuffer chunk, int row, int count, double fill, StoredMatrix target, int firstRow, int firstColumn) {
        ByteBuffer one = ByteBuffer.allocateDirect(Double.BYTES).order(ByteOrder.nativeOrder());
        for (int column = 0; column < count; column++) {
            one.putDouble(0, fill);
            if (chunk != null) {
                int width = type.type().bytes();
                widen(chunk.slice((row * columns + column) * width, width), one, 1);
            }
            target.set(firstRow + row, firstColumn + column, one.getDouble(0));
        }
    }

    /** Null where it was never written. */
    private ByteBuffer decoded(int row, int column) {
        ByteBuffer encoded;
        try {
            encoded = dataset.getRawChunkBuffer(new int[] {row, column});
        } catch (HdfException e) {
            if (NO_CHUNK.matcher(String.valueOf(e.getMessage())).matches()) {
                return null;
            }
            throw e;
        }
        return filters.decode(encoded, (int) bytes());
    }

    /** What elements are that were never written; zero unless the dataset says otherwise. */
    static double fillValue(Dataset dataset) {
        return dataset.getFillValue() instanceof Number value ? value.doubleValue() : 0;
    }
}

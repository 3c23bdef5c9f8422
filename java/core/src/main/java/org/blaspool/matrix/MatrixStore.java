package org.blaspool.matrix;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.memory.PageKind;
import org.blaspool.memory.Region;

/**
 * Owns the memory of matrices: one or more regions, filled from the front, released together by {@link #close()}. A
 * private store is for this process; a shared one can be worked on by worker processes without a copy. There is no
 * limit but memory: a store may be larger than 2 GiB, and so may a single matrix.
 *
 * <p>Thread-safe. Matrices start on cache-line boundaries. A store that is forgotten gives its memory and descriptors back
 * once nobody refers to it or to any of its matrices; {@link #close()} does so at once.
 */
public final class MatrixStore implements AutoCloseable {
    private static final long ALIGNMENT = 64;
    private static final long SMALLEST_REGION = 1L << 20;
    private static final long LARGEST_GROWTH = 256L << 20;

    private final boolean shared;
    private final int threads;
    private final List<Region> regions = new ArrayList<>();
    private int filling;
    private long used;
    private boolean closed;

    private MatrixStore(boolean shared, int threads) {
        this.shared = shared;
        this.threads = threads;
    }

    /** A store in this process's own memory. */
    public static MatrixStore privateMemory() {
        return new MatrixStore(false, 1);
    }

    /** A store in memory that worker processes can map. */
    public static MatrixStore sharedMemory() {
        return new MatrixStore(true, 1);
    }

    /** The same kind of store with its first region reserved at once, by {@code threads} threads. */
    public static MatrixStore reserve(long bytes, boolean shared, int threads) {
        MatrixStore store = new MatrixStore(shared, threads);
        store.addRegion(Math.max(bytes, ALIGNMENT));
        return store;
    }

    /** Bytes that a matrix of this shape takes in a store, with what aligns the next one. */
    public static long footprint(Shape shape) {
        return Math.addExact(shape.bytes(), ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** A column-major matrix of zeroes without gaps. */
    public StoredMatrix allocate(long rows, long columns) {
        return allocate(new Shape(rows, columns), Layout.COLUMN_MAJOR);
    }

    /**
     * A matrix without gaps: of zeroes, unless the memory was used before a {@link #rewind()}.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the memory is not there
     */
    public synchronized StoredMatrix allocate(Shape shape, Layout layout) {
        if (closed) {
            throw new IllegalStateException("matrix store is closed");
        }
        long bytes = footprint(shape);
        while (filling < regions.size() && bytes > current().bytes() - used) {
            filling++;
            used = 0;
        }
        if (filling == regions.size()) {
            long growth = regions.isEmpty()
                    ? SMALLEST_REGION
                    : Math.min(LARGEST_GROWTH, regions.get(filling - 1).bytes() * 2);
            addRegion(Math.max(bytes, growth));
        }
        StoredMatrix matrix = StoredMatrix.contiguous(current(), used, shape, layout, Holding.OF_ITS_STORE);
        used += bytes;
        return matrix;
    }

    /** Copies an array of rows into a new matrix. */
    public StoredMatrix copyOf(double[][] rows) {
        if (rows.length == 0) {
            throw new InvalidInputException("array has no rows, expected at least 1");
        }
        StoredMatrix matrix = allocate(new Shape(rows.length, rows[0].length), Layout.ROW_MAJOR);
        matrix.put(rows);
        return matrix;
    }

    /** Copies elements without gaps in the given order into a new matrix of that layout. */
    public StoredMatrix copyOf(double[] values, long rows, long columns, Layout layout) {
        StoredMatrix matrix = allocate(new Shape(rows, columns), layout);
        matrix.put(values, layout);
        return matrix;
    }

    /**
     * Starts over with the memory that is there, so that its pages need not be prepared again. The matrices so far must
     * not be used any more; new ones hold whatever lay there.
     */
    public synchronized void rewind() {
        filling = 0;
        used = 0;
    }

    /** The regions so far. */
    public synchronized List<Region> regions() {
        return List.copyOf(regions);
    }

    /** Bytes of all regions, used or not. */
    public synchronized long reservedBytes() {
        return regions.stream().mapToLong(Region::bytes).sum();
    }

    /** The pages that its regions really have; small where there is none yet. */
    public synchronized PageKind pages() {
        return regions.stream().map(Region::pages).reduce(PageKind::and).orElse(PageKind.SMALL);
    }

    private Region current() {
        return regions.get(filling);
    }

    private void addRegion(long bytes) {
        regions.add(Region.createForMatrices(bytes, shared, threads));
        filling = regions.size() - 1;
        used = 0;
    }

    /**
     * Releases the memory. Who uses one of its matrices from then on, or is in the midst of it in another thread, is told by
     * an IllegalStateException. Twice is once.
     *
     * @throws IllegalStateException while a batch over it is running, or a matrix of it is copied: what is in use is not
     *     released then, and closing the store again does that
     */
    @Override
    public synchronized void close() {
        closed = true;
        IllegalStateException inUse = null;
        for (Region region : regions) {
            try {
                region.close();
            } catch (IllegalStateException e) {
                inUse = e;
            }
        }
        if (inUse != null) {
            throw inUse;
        }
    }
}

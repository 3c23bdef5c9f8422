package org.blaspool.worker;

import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;
import org.blaspool.transport.TaskHeader;

/**
 * The memory that a worker receives operands into: one region, reused from task to task, grown when a task needs more.
 * The matrices of a task are valid until the next {@link #reserve}.
 */
public final class Scratch implements AutoCloseable {
    private static final long SMALLEST = 1L << 21;

    private Region region;
    private long used;

    /** Makes room for matrices of so many bytes in all (of {@link MatrixStore#footprint}). */
    public void reserve(long bytes) {
        used = 0;
        if (region == null || region.bytes() < bytes) {
            close();
            region = Region.createPrivate(Math.max(bytes, SMALLEST), 1);
        }
    }

    /** The next matrix; what it holds is undefined. */
    public StoredMatrix take(Shape shape, Layout layout) {
        long line = layout == Layout.COLUMN_MAJOR ? shape.rows() : shape.columns();
        StoredMatrix matrix = StoredMatrix.over(region, used, shape, Math.max(1, line), layout);
        used += MatrixStore.footprint(shape);
        return matrix;
    }

    StoredMatrix take(TaskHeader.Form form) {
        return take(form.shape(), form.layout());
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
            region = null;
        }
    }
}

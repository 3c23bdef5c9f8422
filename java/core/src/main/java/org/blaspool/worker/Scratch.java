package org.blaspool.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.StoredMatrix.Holding;
import org.blaspool.memory.Region;
import org.blaspool.transport.Channel;
import org.blaspool.transport.TaskHeader;
import org.blaspool.transport.TaskMatrices;

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
        StoredMatrix matrix = StoredMatrix.contiguous(region, used, shape, layout, Holding.OF_ITS_STORE);
        used += MatrixStore.footprint(shape);
        return matrix;
    }

    /** Makes room for a task's operands here, and for its result there: matrices that are to be received and computed. */
    TaskMatrices take(TaskHeader header, Scratch resultScratch) {
        long bytes = 0;
        for (TaskHeader.Form form : header.operands()) {
            bytes += MatrixStore.footprint(form.shape());
        }
        reserve(bytes);
        resultScratch.reserve(MatrixStore.footprint(header.result().shape()));
        List<StoredMatrix> operands = new ArrayList<>(header.operands().size());
        for (TaskHeader.Form form : header.operands()) {
            operands.add(take(form.shape(), form.layout()));
        }
        return new TaskMatrices(
                header,
                operands,
                resultScratch.take(header.result().shape(), header.result().layout()));
    }

    @Override
    public void close() {
        if (region != null) {
            region.close();
            region = null;
        }
    }

    /**
     * The memory of results that are lent to the parent: two, used in turn, so that one is computed while the parent still
     * takes the one before. For one thread.
     */
    static final class LentResults implements AutoCloseable {
        private final Channel channel;
        private final Scratch[] memory = {new Scratch(), new Scratch()};
        private final long[] sent = new long[memory.length];
        private int current;

        LentResults(Channel channel) {
            this.channel = channel;
        }

        /** The memory for the next result; waits until the parent has taken what was lent from there before. */
        Scratch next() throws IOException {
            current = (current + 1) % memory.length;
            channel.awaitTaken(sent[current]);
            return memory[current];
        }

        /** The result in the memory that {@link #next} gave last has been put. */
        void lent() {
            sent[current] = channel.bytesSent();
        }

        /** Gives the memory back; what the parent has not taken yet it still gets. */
        @Override
        public void close() {
            for (Scratch scratch : memory) {
                scratch.close();
            }
        }
    }
}

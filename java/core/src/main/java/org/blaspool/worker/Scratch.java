package org.blaspool.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.Holding;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;
import org.blaspool.transport.Channel;
import org.blaspool.transport.TaskMatrices.Form;

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

    /** Takes a task's operands from here, and its result, which is the last, from there. */
    List<StoredMatrix> take(List<Form> forms, Scratch resultScratch) {
        Form result = forms.get(forms.size() - 1);
        resultScratch.reserve(MatrixStore.footprint(result.shape()));
        List<Form> operands = forms.subList(0, forms.size() - 1);
        reserve(operands.stream()
                .mapToLong(form -> MatrixStore.footprint(form.shape()))
                .sum());
        List<StoredMatrix> taken = new ArrayList<>(forms.size());
        operands.forEach(form -> taken.add(take(form.shape(), form.layout())));
        taken.add(resultScratch.take(result.shape(), result.layout()));
        return taken;
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

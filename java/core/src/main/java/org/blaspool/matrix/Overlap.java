package org.blaspool.matrix;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.blaspool.error.InvalidInputException;

/**
 * Refuses results that share an element with an operand or with another result: what such a batch gives would depend
 * on who computes what first. Operands may overlap one another, and so may the lines of two matrices interleave: blocks
 * of one large matrix, side by side or one above the other, are as good as matrices of their own. The answer is exact.
 *
 * <p>Two passes. The first takes a matrix for all bytes from its first element to its last and costs a sort of the
 * results' bounds, which are nearly always in order already, and a look at one or two of them for each operand. Only
 * where it finds an overlap does the second go through the lines of all matrices in the order of their addresses.
 */
public record Overlap(int products, IntFunction<List<StoredMatrix>> operands, IntFunction<StoredMatrix> result) {
    /**
     * Refuses what overlaps among products that may run at the same time.
     *
     * @param products how many there are
     * @param operands what each reads
     * @param result what each writes
     * @throws InvalidInputException which names the two matrices
     */
    public static void refuse(
            int products, IntFunction<List<StoredMatrix>> operands, IntFunction<StoredMatrix> result) {
        Overlap overlap = new Overlap(products, operands, result);
        if (overlap.mayBe()) {
            overlap.refuseSharedLines();
        }
    }

    private boolean mayBe() {
        long[] starts = new long[products];
        long[] ends = new long[products];
        int results = 0;
        for (int i = 0; i < products; i++) {
            StoredMatrix matrix = result.apply(i);
            if (matrix.extentBytes() > 0) {
                starts[results] = matrix.address();
                ends[results++] = matrix.address() + matrix.extentBytes();
            }
        }
        // Ranges are apart if and only if, both bounds sorted on their own, each ends before the next one starts.
        Arrays.sort(starts, 0, results);
        Arrays.sort(ends, 0, results);
        for (int i = 1; i < results; i++) {
            if (starts[i] < ends[i - 1]) {
                return true;
            }
        }
        int near = 0;
        for (int i = 0; results > 0 && i < products; i++) {
            for (StoredMatrix operand : operands.apply(i)) {
                long end = operand.address() + operand.extentBytes();
                near = lastBefore(end, starts, results, near);
                if (near >= 0 && starts[near] < end && ends[near] > operand.address() && operand.extentBytes() > 0) {
                    return true;
                }
                near = Math.max(0, near);
            }
        }
        return false;
    }

    /** Index of the last start below the bound, or -1; found at once where it is {@code near} or the next. */
    private static int lastBefore(long bound, long[] starts, int count, int near) {
        for (int i = near; i < Math.min(count, near + 2); i++) {
            if (starts[i] < bound && (i + 1 == count || starts[i + 1] >= bound)) {
                return i;
            }
        }
        int found = Arrays.binarySearch(starts, 0, count, bound);
        return (found >= 0 ? found : -found - 1) - 1;
    }

    /** One matrix on its way through its lines. */
    private static final class Cursor {
        final StoredMatrix matrix;
        final int product;
        final boolean written;
        private final long lineBytes;
        private final long stride;
        private final long lines;
        private long line;
        long start;

        Cursor(StoredMatrix matrix, int product, boolean written) {
            this.matrix = matrix;
            this.product = product;
            this.written = written;
            boolean whole = matrix.isContiguous();
            lineBytes = whole ? matrix.extentBytes() : matrix.lineLength() * Double.BYTES;
            stride = matrix.leadingDimension() * Double.BYTES;
            lines = whole ? 1 : matrix.lines();
            start = matrix.address();
        }

        long end() {
            return start + lineBytes;
        }

        /** Goes on to the next line, if there is one. */
        boolean advance() {
            start += stride;
            return ++line < lines;
        }

        @Override
        public String toString() {
            return (written ? "result" : "operand") + " of product " + product + " (" + matrix + ")";
        }
    }

    private void refuseSharedLines() {
        PriorityQueue<Cursor> next = new PriorityQueue<>(3 * products, Comparator.comparingLong(each -> each.start));
        for (int i = 0; i < products; i++) {
            add(next, result.apply(i), i, true);
            for (StoredMatrix operand : operands.apply(i)) {
                add(next, operand, i, false);
            }
        }
        // Of the lines so far, that of a result and that of any matrix which reach farthest.
        Cursor written = null;
        Cursor any = null;
        long writtenEnd = Long.MIN_VALUE;
        long anyEnd = Long.MIN_VALUE;
        while (!next.isEmpty()) {
            Cursor line = next.poll();
            if (line.start < writtenEnd) {
                throw refusal(written, line);
            }
            if (line.written && line.start < anyEnd) {
                throw refusal(line, any);
            }
            if (line.end() > anyEnd) {
                any = line;
                anyEnd = line.end();
            }
            if (line.written) {
                written = line;
                writtenEnd = line.end();
            }
            if (line.advance()) {
                next.add(line);
            }
        }
    }

    private static void add(PriorityQueue<Cursor> cursors, StoredMatrix matrix, int product, boolean written) {
        if (matrix.extentBytes() > 0) {
            cursors.add(new Cursor(matrix, product, written));
        }
    }

    private static InvalidInputException refusal(Cursor result, Cursor other) {
        // One that was closed may have left its place to the other.
        result.matrix.requireOpen();
        other.matrix.requireOpen();
        return new InvalidInputException(result + " overlaps " + other
                + ", expected results that share no element with an operand or another result");
    }
}

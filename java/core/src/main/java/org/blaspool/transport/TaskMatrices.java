package org.blaspool.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Application;

/**
 * A task with its matrices, in the memory of whoever has it in hand: a product, or a call of a user's operation.
 *
 * @param task its index in the batch
 * @param alpha factor of a product; 1 for another operation
 * @param transposeA whether a product's left operand is transposed
 * @param transposeB whether a product's right operand is transposed
 * @param beta factor of what the result holds before; where it is not 0, the task reads that too
 * @param operands what it reads, in order
 * @param result where its result goes
 */
public record TaskMatrices(
        long task,
        double alpha,
        boolean transposeA,
        boolean transposeB,
        double beta,
        List<StoredMatrix> operands,
        StoredMatrix result) {
    private static final int TRANSPOSE_A = 1;
    private static final int TRANSPOSE_B = 2;
    private static final int MOST_OPERANDS = 1 << 20;

    /** As far as addresses of a process reach; below it the bytes of all matrices of a task add up without overflow. */
    private static final long LARGEST_MATRIX = 1L << 47;

    /**
     * Shape and layout of a matrix on its way.
     *
     * @param shape rows and columns
     * @param layout the order in which its elements travel
     */
    public record Form(Shape shape, Layout layout) {
        private static Form get(Channel channel, long maxBytes) throws IOException {
            long rows = channel.getLong();
            long columns = channel.getLong();
            boolean rowMajor = columns < 0;
            try {
                Shape shape = new Shape(rows, rowMajor ? ~columns : columns);
                long allowed = Math.min(maxBytes, LARGEST_MATRIX);
                if (shape.bytes() > allowed) {
                    throw new CorruptFrameException("matrix bytes=" + shape.bytes() + ", allowed " + allowed);
                }
                return new Form(shape, rowMajor ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR);
            } catch (InvalidInputException e) {
                throw new CorruptFrameException(e.getMessage());
            }
        }
    }

    /** Where a task is received. */
    public interface Memory {
        /** Matrices of these forms, the last of them for the result; what they hold is undefined. */
        List<StoredMatrix> take(List<Form> forms) throws IOException;
    }

    /** A product of a batch. */
    public static TaskMatrices of(long task, Dgemm product) {
        return new TaskMatrices(
                task,
                product.alpha(),
                product.transposeA(),
                product.transposeB(),
                product.beta(),
                List.of(product.a(), product.b()),
                product.c());
    }

    /** A call of a user's operation. */
    public static TaskMatrices of(long task, Application call) {
        return new TaskMatrices(task, 1, false, false, 0, call.operands(), call.result());
    }

    /** Whether what the result holds before is read. */
    public boolean readsResult() {
        return beta != 0;
    }

    /** What travels to whoever computes it, in order: the operands, and behind them what the result holds where that is read. */
    public List<StoredMatrix> sent() {
        if (!readsResult()) {
            return operands;
        }
        List<StoredMatrix> all = new ArrayList<>(operands);
        all.add(result);
        return all;
    }

    /** The product that it is. */
    public Dgemm product() {
        return new Dgemm(alpha, operands.get(0), transposeA, operands.get(1), transposeB, beta, result);
    }

    /** Puts what precedes the elements of {@link #sent} on a channel. */
    public void putHeader(Channel channel) throws IOException {
        channel.putLong(task);
        channel.putDouble(alpha);
        channel.putDouble(beta);
        channel.putInt((transposeA ? TRANSPOSE_A : 0) | (transposeB ? TRANSPOSE_B : 0));
        channel.putInt(operands.size());
        for (StoredMatrix operand : operands) {
            putForm(operand, channel);
        }
        putForm(result, channel);
    }

    private static void putForm(StoredMatrix matrix, Channel channel) throws IOException {
        channel.putLong(matrix.rows());
        channel.putLong(matrix.layout() == Layout.ROW_MAJOR ? ~matrix.columns() : matrix.columns());
    }

    /**
     * Gets one from a channel, in memory into which the elements of {@link #sent} are yet to be got.
     *
     * @param maxBytes the largest matrix that the batch has; a larger one is corrupt
     * @param isProduct whether it must be a product, which is checked before memory is taken for it
     */
    public static TaskMatrices getHeader(Channel channel, long maxBytes, boolean isProduct, Memory memory)
            throws IOException {
        long task = channel.getLong();
        double alpha = channel.getDouble();
        double beta = channel.getDouble();
        int flags = channel.getInt();
        int count = channel.getInt();
        if (task < 0 || (flags & ~(TRANSPOSE_A | TRANSPOSE_B)) != 0 || count < 0 || count > MOST_OPERANDS) {
            throw new CorruptFrameException("task=" + task + " flags=" + flags + " operands=" + count);
        }
        List<Form> forms = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            forms.add(Form.get(channel, maxBytes));
        }
        boolean transposeA = (flags & TRANSPOSE_A) != 0;
        boolean transposeB = (flags & TRANSPOSE_B) != 0;
        if (isProduct) {
            requireProduct(forms, transposeA, transposeB);
        }
        List<StoredMatrix> matrices = memory.take(forms);
        return new TaskMatrices(
                task, alpha, transposeA, transposeB, beta, matrices.subList(0, count), matrices.get(count));
    }

    private static void requireProduct(List<Form> forms, boolean transposeA, boolean transposeB)
            throws CorruptFrameException {
        if (forms.size() != 3) {
            throw new CorruptFrameException("product operands=" + (forms.size() - 1) + ", expected 2");
        }
        Shape a = forms.get(0).shape();
        Shape b = forms.get(1).shape();
        Shape c = forms.get(2).shape();
        Shape left = transposeA ? a.transposed() : a;
        Shape right = transposeB ? b.transposed() : b;
        if (left.columns() != right.rows() || left.rows() != c.rows() || right.columns() != c.columns()) {
            throw new CorruptFrameException("product shapes do not agree: " + left + " by " + right + " is no " + c);
        }
    }
}

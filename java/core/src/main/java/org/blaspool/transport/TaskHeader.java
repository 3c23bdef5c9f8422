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
 * What precedes the operands of a task on a channel.
 *
 * @param task its index in the batch
 * @param alpha factor of a product; 1 for another operation
 * @param transposeA whether a product's left operand is transposed
 * @param transposeB whether a product's right operand is transposed
 * @param beta factor of what the result holds before; where it is not 0, that follows the operands
 * @param operands what follows
 * @param result what comes back
 */
public record TaskHeader(
        long task,
        double alpha,
        boolean transposeA,
        boolean transposeB,
        double beta,
        List<Form> operands,
        Form result) {
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
        static Form of(StoredMatrix matrix) {
            return new Form(matrix.shape(), matrix.layout());
        }

        void put(Channel channel) throws IOException {
            channel.putLong(shape.rows());
            channel.putLong(layout == Layout.ROW_MAJOR ? ~shape.columns() : shape.columns());
        }

        static Form get(Channel channel, long maxBytes) throws IOException {
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

    /** The header of a product. */
    public static TaskHeader of(long task, Dgemm product) {
        return new TaskHeader(
                task,
                product.alpha(),
                product.transposeA(),
                product.transposeB(),
                product.beta(),
                List.of(Form.of(product.a()), Form.of(product.b())),
                Form.of(product.c()));
    }

    /** The header of a call of a user's operation. */
    public static TaskHeader of(long task, Application application) {
        return new TaskHeader(
                task,
                1,
                false,
                false,
                0,
                application.operands().stream().map(Form::of).toList(),
                Form.of(application.result()));
    }

    /** Whether what the result holds before travels too. */
    public boolean readsResult() {
        return beta != 0;
    }

    /**
     * Checks that it describes a product, before memory is taken for it.
     *
     * @throws CorruptFrameException where there are not two operands, or their shapes and the result's do not agree
     */
    public void requireProduct() throws CorruptFrameException {
        if (operands.size() != 2) {
            throw new CorruptFrameException("product operands=" + operands.size() + ", expected 2");
        }
        Shape a = operands.get(0).shape();
        Shape b = operands.get(1).shape();
        Shape left = transposeA ? a.transposed() : a;
        Shape right = transposeB ? b.transposed() : b;
        if (left.columns() != right.rows()
                || left.rows() != result.shape().rows()
                || right.columns() != result.shape().columns()) {
            throw new CorruptFrameException(
                    "product shapes do not agree: " + left + " by " + right + " is no " + result.shape());
        }
    }

    /** Puts it on a channel. */
    public void put(Channel channel) throws IOException {
        channel.putLong(task);
        channel.putDouble(alpha);
        channel.putDouble(beta);
        channel.putInt((transposeA ? TRANSPOSE_A : 0) | (transposeB ? TRANSPOSE_B : 0));
        channel.putInt(operands.size());
        for (Form operand : operands) {
            operand.put(channel);
        }
        result.put(channel);
    }

    /**
     * Gets one from a channel.
     *
     * @param maxBytes the largest matrix that the batch has; a larger one is corrupt
     */
    public static TaskHeader get(Channel channel, long maxBytes) throws IOException {
        long task = channel.getLong();
        double alpha = channel.getDouble();
        double beta = channel.getDouble();
        int flags = channel.getInt();
        int count = channel.getInt();
        if (task < 0 || (flags & ~(TRANSPOSE_A | TRANSPOSE_B)) != 0 || count < 0 || count > MOST_OPERANDS) {
            throw new CorruptFrameException("task=" + task + " flags=" + flags + " operands=" + count);
        }
        List<Form> operands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            operands.add(Form.get(channel, maxBytes));
        }
        return new TaskHeader(
                task,
                alpha,
                (flags & TRANSPOSE_A) != 0,
                (flags & TRANSPOSE_B) != 0,
                beta,
                operands,
                Form.get(channel, maxBytes));
    }
}

package org.blaspool.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A product whose operands travel with it by Java serialization. The arrays are made when Spark serializes the task, so
 * that the driver's heap holds those of the tasks on their way and not the whole batch.
 */
final class SerializedProduct implements Serializable {
    private static final long serialVersionUID = 1;

    /** The driver's, of all products since it was read last. */
    static final AtomicLong SERIALIZE_NANOS = new AtomicLong();

    private final int index;
    private final double alpha;
    private final boolean transposeA;
    private final boolean transposeB;
    private final double beta;
    private final transient SharedMatrix a;
    private final transient SharedMatrix b;
    private final transient SharedMatrix c;
    private transient HeapMatrix operandA;
    private transient HeapMatrix operandB;
    private transient HeapMatrix result;
    private transient long deserializeNanos;

    /** A matrix on an executor's heap; elements line after line. */
    record HeapMatrix(int rows, int columns, boolean rowMajor, double[] values) {}

    SerializedProduct(
            int index,
            double alpha,
            boolean transposeA,
            boolean transposeB,
            double beta,
            SharedMatrix a,
            SharedMatrix b,
            SharedMatrix c) {
        this.index = index;
        this.alpha = alpha;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.beta = beta;
        this.a = a;
        this.b = b;
        this.c = c;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        long start = System.nanoTime();
        out.defaultWriteObject();
        write(out, a, true);
        write(out, b, true);
        write(out, c, beta != 0);
        SERIALIZE_NANOS.addAndGet(System.nanoTime() - start);
    }

    private static void write(ObjectOutputStream out, SharedMatrix matrix, boolean values) throws IOException {
        out.writeInt(matrix.rows());
        out.writeInt(matrix.columns());
        out.writeBoolean(matrix.rowMajor());
        // Unshared: the stream must not remember arrays that are new each time.
        out.writeUnshared(values ? matrix.read() : null);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        long start = System.nanoTime();
        in.defaultReadObject();
        operandA = read(in);
        operandB = read(in);
        result = read(in);
        deserializeNanos = System.nanoTime() - start;
    }

    private static HeapMatrix read(ObjectInputStream in) throws IOException, ClassNotFoundException {
        int rows = in.readInt();
        int columns = in.readInt();
        boolean rowMajor = in.readBoolean();
        return new HeapMatrix(rows, columns, rowMajor, (double[]) in.readUnshared());
    }

    int index() {
        return index;
    }

    double alpha() {
        return alpha;
    }

    boolean transposeA() {
        return transposeA;
    }

    boolean transposeB() {
        return transposeB;
    }

    double beta() {
        return beta;
    }

    /** On an executor. */
    HeapMatrix operandA() {
        return operandA;
    }

    HeapMatrix operandB() {
        return operandB;
    }

    /** Its shape and layout; its values where beta is not 0. */
    HeapMatrix result() {
        return result;
    }

    long deserializeNanos() {
        return deserializeNanos;
    }

    /** In the driver. */
    void store(double[] values) throws IOException {
        c.write(values);
    }
}

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

    final int index;
    final double alpha;
    final boolean transposeA;
    final boolean transposeB;
    final double beta;
    /** The matrices, in the driver alone. */
    private final transient SharedMatrix[] shared;
    /** On an executor alone, as what follows. */
    transient HeapMatrix operandA;

    transient HeapMatrix operandB;
    /** Its shape and layout; its values where beta is not 0. */
    transient HeapMatrix result;

    transient long deserializeNanos;

    /** A matrix on an executor's heap; elements line after line. */
    record HeapMatrix(int rows, int columns, boolean rowMajor, double[] values) {}

    /** @param shared A, B and C */
    SerializedProduct(
            int index, double alpha, boolean transposeA, boolean transposeB, double beta, SharedMatrix... shared) {
        this.index = index;
        this.alpha = alpha;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.beta = beta;
        this.shared = shared;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        long start = System.nanoTime();
        out.defaultWriteObject();
        for (int i = 0; i < shared.length; i++) {
            out.writeInt(shared[i].rows());
            out.writeInt(shared[i].columns());
            out.writeBoolean(shared[i].rowMajor());
            // Unshared: the stream must not remember arrays that are new each time.
            out.writeUnshared(i < 2 || beta != 0 ? shared[i].read() : null);
        }
        SERIALIZE_NANOS.addAndGet(System.nanoTime() - start);
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
        return new HeapMatrix(in.readInt(), in.readInt(), in.readBoolean(), (double[]) in.readUnshared());
    }

    /** In the driver. */
    void store(double[] values) throws IOException {
        shared[2].write(values);
    }
}

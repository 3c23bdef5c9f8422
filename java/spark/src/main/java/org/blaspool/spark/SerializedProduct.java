package org.blaspool.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.util.List;
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
    final SharedProduct shared;
    /** In the driver alone. */
    private final transient List<FileChannel> regions;
    /** Elements of a, b and c, line after line, on an executor alone; null for c where beta is 0. */
    transient double[] a;

    transient double[] b;
    transient double[] c;
    transient long deserializeNanos;

    SerializedProduct(int index, SharedProduct shared, List<FileChannel> regions) {
        this.index = index;
        this.shared = shared;
        this.regions = regions;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        long start = System.nanoTime();
        out.defaultWriteObject();
        // Unshared: the stream must not remember arrays that are new each time.
        out.writeUnshared(shared.a().read(regions));
        out.writeUnshared(shared.b().read(regions));
        out.writeUnshared(shared.beta() == 0 ? null : shared.c().read(regions));
        SERIALIZE_NANOS.addAndGet(System.nanoTime() - start);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        long start = System.nanoTime();
        in.defaultReadObject();
        a = (double[]) in.readUnshared();
        b = (double[]) in.readUnshared();
        c = (double[]) in.readUnshared();
        deserializeNanos = System.nanoTime() - start;
    }

    /** In the driver. */
    void store(double[] values) throws IOException {
        shared.c().write(values, regions);
    }
}

package org.blaspool.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.jni.NativeProcess;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.spark.MultiplyChunk.ComputedChunk;
import org.blaspool.spark.MultiplyChunk.SerializedProduct;
import org.blaspool.spark.SharedProduct.SharedMatrix;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** What an executor does with a chunk of products that came with their operands: one Spark task. */
final class MultiplyChunk extends AbstractFunction2<TaskContext, Iterator<ArrayList<SerializedProduct>>, ComputedChunk>
        implements Serializable {
    private static final long serialVersionUID = 1;

    private final String blas;

    MultiplyChunk(String blas) {
        this.blas = blas;
    }

    /**
     * What an executor sends back of a chunk.
     *
     * @param first index of the chunk's first product
     * @param results elements of each, line after line
     * @param executor that computed
     * @param usage of its process so far
     */
    record ComputedChunk(
            int first,
            double[][] results,
            long deserializeNanos,
            long computeNanos,
            String executor,
            long[] usage,
            int blasThreads,
            String cpus)
            implements Serializable {}

    @Override
    public ComputedChunk apply(TaskContext context, Iterator<ArrayList<SerializedProduct>> chunks) {
        ArrayList<SerializedProduct> chunk = chunks.next();
        return ExecutorBlas.compute(blas, context.cpus(), loaded -> compute(chunk, loaded));
    }

    private static ComputedChunk compute(ArrayList<SerializedProduct> chunk, BlasLibrary blas) {
        double[][] results = new double[chunk.size()][];
        long deserialize = 0;
        long start = System.nanoTime();
        try (MatrixStore store = MatrixStore.privateMemory()) {
            for (int i = 0; i < results.length; i++) {
                store.rewind();
                results[i] = multiply(chunk.get(i), blas, store);
                deserialize += chunk.get(i).deserializeNanos;
            }
        }
        long compute = System.nanoTime() - start;
        return new ComputedChunk(
                chunk.isEmpty() ? 0 : chunk.get(0).index,
                results,
                deserialize,
                compute,
                SparkEnv.get().executorId(),
                NativeProcess.usage(),
                blas.threads(),
                NativeAffinity.get(0));
    }

    private static double[] multiply(SerializedProduct product, BlasLibrary blas, MatrixStore store) {
        SharedProduct shared = product.shared;
        StoredMatrix a = matrix(shared.a(), product.a, store);
        StoredMatrix b = matrix(shared.b(), product.b, store);
        StoredMatrix c = matrix(shared.c(), product.c, store);
        blas.multiply(new Dgemm(shared.alpha(), a, shared.transposeA(), b, shared.transposeB(), shared.beta(), c));
        return c.toArray(c.layout());
    }

    private static StoredMatrix matrix(SharedMatrix form, double[] values, MatrixStore store) {
        return values == null
                ? store.allocate(new Shape(form.rows(), form.columns()), form.layout())
                : store.copyOf(values, form.rows(), form.columns(), form.layout());
    }

    /**
     * A product whose operands travel with it by Java serialization. The arrays are made when Spark serializes the task, so
     * that the driver's heap holds those of the tasks on their way and not the whole batch.
     */
    static final class SerializedProduct implements Serializable {
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
}

package org.blaspool.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/** A product whose matrices lie in another process's shared regions. */
record SharedProduct(
        double alpha,
        boolean transposeA,
        boolean transposeB,
        double beta,
        SharedMatrix a,
        SharedMatrix b,
        SharedMatrix c)
        implements Serializable {
    /** @param regions the batch's, by whose places in this list the matrices name them */
    static SharedProduct of(Dgemm product, List<Region> regions) {
        return new SharedProduct(
                product.alpha(),
                product.transposeA(),
                product.transposeB(),
                product.beta(),
                SharedMatrix.of(product.a(), regions),
                SharedMatrix.of(product.b(), regions),
                SharedMatrix.of(product.c(), regions));
    }

    /**
     * A matrix in a shared region, copied to and from arrays on the heap: line after line, without gaps.
     *
     * @param region which one
     * @param offset bytes from its start
     * @param leadingDimension elements from a line to the next
     */
    record SharedMatrix(int region, long offset, int rows, int columns, long leadingDimension, Layout layout)
            implements Serializable {
        private static final int BUFFER_BYTES = 1 << 20;
        private static final ThreadLocal<ByteBuffer> BUFFERS = ThreadLocal.withInitial(
                () -> ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder()));

        private static SharedMatrix of(StoredMatrix matrix, List<Region> regions) {
            return new SharedMatrix(
                    regions.indexOf(matrix.region()),
                    matrix.offset(),
                    Math.toIntExact(matrix.rows()),
                    Math.toIntExact(matrix.columns()),
                    matrix.leadingDimension(),
                    matrix.layout());
        }

        double[] read(List<FileChannel> regions) throws IOException {
            FileChannel channel = regions.get(region);
            double[] values = new double[Math.multiplyExact(rows, columns)];
            forEachRun((index, count, position) -> {
                ByteBuffer buffer = BUFFERS.get().clear().limit(count * Double.BYTES);
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, position + buffer.position()) < 0) {
                        throw new IOException("shared region is shorter than its matrices");
                    }
                }
                buffer.flip();
                buffer.asDoubleBuffer().get(values, index, count);
            });
            return values;
        }

        void write(double[] values, List<FileChannel> regions) throws IOException {
            FileChannel channel = regions.get(region);
            forEachRun((index, count, position) -> {
                ByteBuffer buffer = BUFFERS.get().clear().limit(count * Double.BYTES);
                buffer.asDoubleBuffer().put(values, index, count);
                while (buffer.hasRemaining()) {
                    channel.write(buffer, position + buffer.position());
                }
            });
        }

        /** Elements that lie together in the array and in the region, as many as a buffer holds. */
        private interface Run {
            void move(int index, int count, long position) throws IOException;
        }

        private void forEachRun(Run run) throws IOException {
            int length = layout == Layout.ROW_MAJOR ? columns : rows;
            boolean gapless = leadingDimension == length;
            int whole = gapless ? rows * columns : length;
            int parts = gapless ? 1 : layout == Layout.ROW_MAJOR ? rows : columns;
            for (int part = 0; part < parts; part++) {
                long start = offset + part * leadingDimension * Double.BYTES;
                for (int done = 0; done < whole; done += BUFFER_BYTES / Double.BYTES) {
                    int count = Math.min(whole - done, BUFFER_BYTES / Double.BYTES);
                    run.move(part * whole + done, count, start + (long) done * Double.BYTES);
                }
            }
        }
    }
}

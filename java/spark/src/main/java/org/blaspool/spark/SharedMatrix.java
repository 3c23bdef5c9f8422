package org.blaspool.spark;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * A matrix in another process's shared region, copied to and from arrays on the heap: line after line, without gaps.
 *
 * @param region the region
 * @param offset bytes from its start
 * @param lines contiguous lines: columns of a column-major, rows of a row-major matrix
 * @param length elements of a line
 * @param leadingDimension elements from a line to the next
 */
record SharedMatrix(FileChannel region, long offset, int lines, int length, long leadingDimension, boolean rowMajor) {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final ThreadLocal<ByteBuffer> BUFFERS = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder()));

    static SharedMatrix get(DataInputStream orders, List<FileChannel> regions) throws IOException {
        FileChannel region = regions.get(orders.readInt());
        long offset = orders.readLong();
        int rows = Math.toIntExact(orders.readLong());
        int columns = Math.toIntExact(orders.readLong());
        long leadingDimension = orders.readLong();
        boolean rowMajor = orders.readBoolean();
        return new SharedMatrix(
                region, offset, rowMajor ? rows : columns, rowMajor ? columns : rows, leadingDimension, rowMajor);
    }

    int rows() {
        return rowMajor ? lines : length;
    }

    int columns() {
        return rowMajor ? length : lines;
    }

    double[] read() throws IOException {
        double[] values = new double[Math.multiplyExact(lines, length)];
        forEachRun((index, count, position) -> {
            ByteBuffer buffer = BUFFERS.get().clear().limit(count * Double.BYTES);
            while (buffer.hasRemaining()) {
                if (region.read(buffer, position + buffer.position()) < 0) {
                    throw new IOException("shared region is shorter than its matrices");
                }
            }
            buffer.flip();
            buffer.asDoubleBuffer().get(values, index, count);
        });
        return values;
    }

    void write(double[] values) throws IOException {
        forEachRun((index, count, position) -> {
            ByteBuffer buffer = BUFFERS.get().clear().limit(count * Double.BYTES);
            buffer.asDoubleBuffer().put(values, index, count);
            while (buffer.hasRemaining()) {
                region.write(buffer, position + buffer.position());
            }
        });
    }

    /** Elements that lie together in the array and in the region, as many as a buffer holds. */
    private interface Run {
        void move(int index, int count, long position) throws IOException;
    }

    private void forEachRun(Run run) throws IOException {
        boolean gapless = leadingDimension == length;
        int parts = gapless ? 1 : lines;
        int whole = gapless ? lines * length : length;
        for (int part = 0; part < parts; part++) {
            long start = offset + part * leadingDimension * Double.BYTES;
            for (int done = 0; done < whole; done += BUFFER_BYTES / Double.BYTES) {
                int count = Math.min(whole - done, BUFFER_BYTES / Double.BYTES);
                run.move(part * whole + done, count, start + (long) done * Double.BYTES);
            }
        }
    }
}

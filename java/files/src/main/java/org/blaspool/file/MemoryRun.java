package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import java.util.stream.LongStream;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * Bytes of a matrix that lie next to each other: all of it, or one line where there are gaps between its lines.
 *
 * @param start bytes from the region's start
 */
record MemoryRun(Region region, long start, long bytes) {
    /** No view of a region crosses a GiB from its start; see {@link Region#slice}. */
    private static final long SLICE_BOUNDARY = 1L << 30;

    private static final int LARGEST_FILL = 16 << 20;

    /** The runs of a matrix, in the order of its layout. */
    static Iterable<MemoryRun> of(StoredMatrix matrix) {
        boolean whole = matrix.isContiguous();
        long runs = whole ? 1 : matrix.lines();
        long bytes = whole ? matrix.shape().bytes() : matrix.lineLength() * Double.BYTES;
        long stride = matrix.leadingDimension() * Double.BYTES;
        return () -> iterator(matrix, runs, bytes, stride);
    }

    private static Iterator<MemoryRun> iterator(StoredMatrix matrix, long runs, long bytes, long stride) {
        return LongStream.range(0, runs)
                .mapToObj(run -> new MemoryRun(matrix.region(), matrix.offset() + run * stride, bytes))
                .iterator();
    }

    /** Gives all elements of a matrix one value. */
    static void fill(StoredMatrix matrix, double value) {
        for (MemoryRun run : of(matrix)) {
            run.fill(value);
        }
    }

    /** Gives all doubles one value. */
    void fill(double value) {
        for (long done = 0; done < bytes; ) {
            ByteBuffer piece = piece(done, LARGEST_FILL);
            done += piece.remaining();
            while (piece.hasRemaining()) {
                piece.putDouble(value);
            }
        }
    }

    /** The bytes from {@code from} on, at most {@code most} of them, in native order. */
    ByteBuffer piece(long from, int most) {
        long at = start + from;
        long untilBoundary = SLICE_BOUNDARY - at % SLICE_BOUNDARY;
        return region.slice(at, (int) Math.min(Math.min(most, bytes - from), untilBoundary));
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Writes the elements in the order of the matrix's layout, without the gaps between its lines. */
    static void writeInOrder(WritableByteChannel channel, StoredMatrix matrix) throws IOException {
        for (MemoryRun run : MemoryRun.of(matrix)) {
            for (long done = 0; done < run.bytes(); ) {
                ByteBuffer piece = run.piece(done, ElementReader.LARGEST_TRANSFER);
                done += piece.remaining();
                writeFully(channel, piece);
            }
        }
    }
}

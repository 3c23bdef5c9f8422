package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/** Elements that lie in a file one after another, read into a matrix's own memory and widened there. */
record StoredElements(Shape shape, Layout layout, ElementType type, ByteOrder byteOrder) {
    /** What one call reads or writes at most: large against the call's cost, small against an interrupt's patience. */
    private static final int LARGEST_TRANSFER = 16 << 20;

    /** Bytes of doubles that are widened or swapped in place at once, while they are in the second-level cache. */
    private static final int LARGEST_WIDENING = 512 << 10;

    /** No view of a region crosses a GiB from its start; see {@link org.blaspool.memory.Region#slice}. */
    private static final long SLICE_BOUNDARY = 1L << 30;

    /** Bytes from the front to the back. */
    @FunctionalInterface
    interface Input {
        /** Fills the buffer, or throws. */
        void readFully(ByteBuffer bytes) throws IOException;
    }

    /**
     * The bytes of a file from its start on.
     *
     * @param name what messages call the file
     */
    static Input of(FileChannel channel, Object name) throws IOException {
        long end = channel.size();
        return new Input() {
            private long position;

            @Override
            public void readFully(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    int read = channel.read(bytes, position);
                    if (read < 0) {
                        throw truncated(name, position, end);
                    }
                    position += read;
                }
            }
        };
    }

    static InvalidInputException truncated(Object name, long fileBytes, long expected) {
        return new InvalidInputException(
                "file is truncated: file=" + name + " bytes=" + fileBytes + " expected=" + expected);
    }

    /** Bytes of the elements in the file. */
    long bytes() {
        return shape.elements() * type.bytes();
    }

    /** What of it is the same in every format. */
    MatrixHeader header() {
        return new MatrixHeader(shape, layout, bytes());
    }

    /** Reads them all, in the order of the matrix's layout. */
    void read(Input input, StoredMatrix target) throws IOException {
        boolean asStored = type == ElementType.FLOAT64 && byteOrder == ByteOrder.nativeOrder();
        for (ByteBuffer piece : pieces(target, asStored ? LARGEST_TRANSFER : LARGEST_WIDENING)) {
            if (asStored) {
                input.readFully(piece);
            } else {
                // Into the end of their own place, to be widened from its front on.
                int count = piece.remaining() / Double.BYTES;
                input.readFully(piece.duplicate().position(piece.remaining() - count * type.bytes()));
                type.widen(piece, count, byteOrder);
            }
        }
    }

    /** Writes the elements of a matrix in the order of its layout, without the gaps between its lines. */
    static void write(WritableByteChannel channel, StoredMatrix matrix) throws IOException {
        for (ByteBuffer piece : pieces(matrix, LARGEST_TRANSFER)) {
            writeFully(channel, piece);
        }
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Gives all elements of a matrix one value. */
    static void fill(StoredMatrix matrix, double value) {
        for (ByteBuffer piece : pieces(matrix, LARGEST_TRANSFER)) {
            while (piece.hasRemaining()) {
                piece.putDouble(value);
            }
        }
    }

    /** The memory of a matrix's elements in the order of its layout, at most so many bytes a piece, in native order. */
    private static Iterable<ByteBuffer> pieces(StoredMatrix matrix, int most) {
        boolean whole = matrix.isContiguous();
        long lines = whole ? 1 : matrix.lines();
        long lineBytes = whole ? matrix.shape().bytes() : matrix.lineLength() * Double.BYTES;
        return () -> new Iterator<>() {
            private long line;
            private long done;

            @Override
            public boolean hasNext() {
                return line < lines && done < lineBytes;
            }

            @Override
            public ByteBuffer next() {
                long at = matrix.offset() + line * matrix.leadingDimension() * Double.BYTES + done;
                long length = Math.min(Math.min(most, lineBytes - done), SLICE_BOUNDARY - at % SLICE_BOUNDARY);
                done += length;
                if (done == lineBytes) {
                    line++;
                    done = 0;
                }
                return matrix.region().slice(at, (int) length);
            }
        };
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.Stretch;

/** Elements that lie in a file one after another, read into a matrix's own memory and widened there. */
record StoredElements(Shape shape, Layout layout, ElementType type, ByteOrder byteOrder) {
    /** What one call reads or writes at most: large against the call's cost, small against an interrupt's patience. */
    private static final int LARGEST_TRANSFER = 16 << 20;

    /** Bytes of doubles that are widened or swapped in place at once, while they are in the second-level cache. */
    private static final int LARGEST_WIDENING = 512 << 10;

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
        Stretch.each(target, asStored ? LARGEST_TRANSFER : LARGEST_WIDENING, (offset, bytes) -> {
            ByteBuffer piece = target.region().slice(offset, (int) bytes);
            if (asStored) {
                input.readFully(piece);
            } else {
                // Into the end of their own place, to be widened from its front on.
                int count = piece.remaining() / Double.BYTES;
                input.readFully(piece.duplicate().position(piece.remaining() - count * type.bytes()));
                type.widen(piece, count, byteOrder);
            }
        });
    }

    /** Writes the elements of a matrix in the order of its layout, without the gaps between its lines. */
    static void write(WritableByteChannel channel, StoredMatrix matrix) throws IOException {
        Stretch.each(
                matrix,
                LARGEST_TRANSFER,
                (offset, bytes) -> writeFully(channel, matrix.region().slice(offset, (int) bytes)));
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Gives all elements of a matrix one value. */
    static void fill(StoredMatrix matrix, double value) {
        Stretch.each(matrix, LARGEST_TRANSFER, (offset, bytes) -> {
            ByteBuffer piece = matrix.region().slice(offset, (int) bytes);
            while (piece.hasRemaining()) {
                piece.putDouble(value);
            }
        });
    }
}

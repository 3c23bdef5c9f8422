package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.blaspool.matrix.StoredMatrix;

/** Elements that lie in a file one after another, read into a matrix's own memory and widened there. */
record ElementReader(ElementType type, ByteOrder byteOrder) {
    /** What one call reads or writes at most: large against the call's cost, small against an interrupt's patience. */
    static final int LARGEST_TRANSFER = 16 << 20;

    /** Bytes of doubles that are widened or swapped in place at once, while they are in the second-level cache. */
    private static final int LARGEST_WIDENING = 512 << 10;

    /** Bytes from the front to the back. */
    @FunctionalInterface
    interface Input {
        /** Fills the buffer, or throws. */
        void readFully(ByteBuffer bytes) throws IOException;
    }

    /**
     * The bytes of a file from a position on.
     *
     * @param end where the elements end, for the message
     * @param name what messages call the file
     */
    static Input of(FileChannel channel, long start, long end, Object name) {
        return new Input() {
            private long position = start;

            @Override
            public void readFully(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    int read = channel.read(bytes, position);
                    if (read < 0) {
                        throw NpyHeader.truncated(name, position, end);
                    }
                    position += read;
                }
            }
        };
    }

    /** Reads as many elements as the matrix has, in the order of its layout. */
    void read(Input input, StoredMatrix target) throws IOException {
        boolean asStored = type == ElementType.FLOAT64 && byteOrder == ByteOrder.nativeOrder();
        int largest = asStored ? LARGEST_TRANSFER : LARGEST_WIDENING;
        for (MemoryRun run : MemoryRun.of(target)) {
            for (long done = 0; done < run.bytes(); ) {
                ByteBuffer piece = run.piece(done, largest);
                done += piece.remaining();
                if (asStored) {
                    input.readFully(piece);
                } else {
                    readAndWiden(input, piece);
                }
            }
        }
    }

    /** Reads the narrow elements into the end of their own place, and widens them from its front on. */
    private void readAndWiden(Input input, ByteBuffer piece) throws IOException {
        int count = piece.remaining() / Double.BYTES;
        int from = piece.remaining() - count * type.bytes();
        input.readFully(piece.duplicate().position(from));
        type.widen(piece, count, byteOrder);
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.blaspool.matrix.StoredMatrix;

/** Writing whole buffers and matrices to a channel. */
final class OutputChannel {
    private OutputChannel() {}

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

package org.blaspool.transport;

import java.io.IOException;
import org.blaspool.matrix.StoredMatrix;

/** The operand's own bytes: lent to the socket and received from there into memory, which is the only copy. */
final class RawCodec implements MatrixCodec {
    private final Channel channel;

    RawCodec(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void write(StoredMatrix matrix) throws IOException {
        if (matrix.isContiguous()) {
            channel.lend(matrix.region(), matrix.offset(), matrix.shape().bytes());
            return;
        }
        long lineBytes = matrix.lineLength() * Double.BYTES;
        for (long line = 0; line < matrix.lines(); line++) {
            channel.lend(matrix.region(), lineOffset(matrix, line), lineBytes);
        }
    }

    @Override
    public void read(StoredMatrix matrix) throws IOException {
        if (matrix.isContiguous()) {
            channel.get(matrix.region(), matrix.offset(), matrix.shape().bytes());
            return;
        }
        long lineBytes = matrix.lineLength() * Double.BYTES;
        for (long line = 0; line < matrix.lines(); line++) {
            channel.get(matrix.region(), lineOffset(matrix, line), lineBytes);
        }
    }

    private static long lineOffset(StoredMatrix matrix, long line) {
        return matrix.offset() + line * matrix.leadingDimension() * Double.BYTES;
    }
}

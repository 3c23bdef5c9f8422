package org.blaspool.transport;

import java.io.IOException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.Stretch;
import org.blaspool.plan.Codec;

/**
 * Turns the elements of a matrix into bytes of a channel and back. Both ends know the shape and layout before. A codec
 * belongs to one direction of one channel.
 */
public interface MatrixCodec {
    /** Puts the elements, line by line in the matrix's own layout. */
    void write(StoredMatrix matrix) throws IOException;

    /** Gets the elements into a matrix of the same shape and layout, whatever its leading dimension. */
    void read(StoredMatrix matrix) throws IOException;

    /** The codec of that name over a channel. */
    static MatrixCodec of(Codec codec, Channel channel) {
        return codec == Codec.RAW ? new RawCodec(channel) : new SerializationCodec(channel);
    }

    /** The operand's own bytes: lent to the socket and received from there into memory, which is the only copy. */
    static final class RawCodec implements MatrixCodec {
        private final Channel channel;

        RawCodec(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void write(StoredMatrix matrix) throws IOException {
            Stretch.each(matrix, Long.MAX_VALUE, (offset, bytes) -> channel.lend(matrix.region(), offset, bytes));
        }

        @Override
        public void read(StoredMatrix matrix) throws IOException {
            Stretch.each(matrix, Long.MAX_VALUE, (offset, bytes) -> channel.get(matrix.region(), offset, bytes));
        }
    }
}

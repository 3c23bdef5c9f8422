package org.blaspool.transport;

import java.io.IOException;
import org.blaspool.matrix.StoredMatrix;
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
}

package org.blaspool.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.Stretch;

/**
 * Java serialization of arrays of doubles, as a user would write it; what pickle is to Python. A matrix goes as arrays
 * of at most {@link #BLOCK} elements, so that memory stays bounded and a matrix may be larger than a Java array. Only
 * arrays of doubles of that size are let in.
 */
final class SerializationCodec implements MatrixCodec {
    /** Elements of the largest array: 128 KiB, which are still in the core's cache when the next stage takes them. */
    static final int BLOCK = 1 << 14;

    /** Bytes of the stream that such an array takes, with its class and the stream's own marks. */
    private static final int BLOCK_BYTES = BLOCK * Double.BYTES + 1024;

    private static final ObjectInputFilter ONLY_BLOCKS = info -> {
        boolean size = info.arrayLength() <= BLOCK && info.depth() <= 1;
        boolean type = info.serialClass() == null || info.serialClass() == double[].class;
        return size && type ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    };

    private final Channel channel;
    private final ChannelInput source = new ChannelInput();
    private ObjectOutputStream output;
    private ObjectInputStream input;
    private double[] block = new double[0];

    SerializationCodec(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void write(StoredMatrix matrix) throws IOException {
        if (matrix.shape().elements() == 0) {
            // Nor a mark of the stream: nobody would read it before the next message.
            return;
        }
        if (output == null) {
            output = new ObjectOutputStream(new ChannelOutput());
        }
        // Forgets the arrays of the last matrix; at the start of a matrix, where the reader expects an object next.
        output.reset();
        Stretch.each(matrix, BLOCK * Double.BYTES, (offset, bytes) -> {
            int elements = (int) (bytes / Double.BYTES);
            if (block.length != elements) {
                block = new double[elements];
            }
            matrix.region().getDoubles(offset, block, 0, block.length);
            output.writeUnshared(block);
        });
        output.flush();
    }

    @Override
    public void read(StoredMatrix matrix) throws IOException {
        Stretch.each(matrix, BLOCK * Double.BYTES, (offset, bytes) -> {
            int elements = (int) (bytes / Double.BYTES);
            double[] values = readBlock();
            if (values.length != elements) {
                throw new CorruptFrameException(
                        "array length=" + values.length + ", expected " + elements + " of a " + matrix.shape());
            }
            matrix.region().putDoubles(offset, values, 0, values.length);
        });
    }

    private double[] readBlock() throws IOException {
        source.allowance = BLOCK_BYTES;
        try {
            if (input == null) {
                input = new ObjectInputStream(source);
                input.setObjectInputFilter(ONLY_BLOCKS);
            }
            if (input.readUnshared() instanceof double[] values) {
                return values;
            }
            throw new CorruptFrameException("object is no array of doubles");
        } catch (ClassNotFoundException e) {
            throw new CorruptFrameException("object of an unknown class: " + e.getMessage());
        } catch (ObjectStreamException | UTFDataFormatException | RuntimeException e) {
            // Some of these have no message; and unchecked ones come too, of a negative length or a cast that failed.
            throw new CorruptFrameException("object cannot be read: " + e);
        }
    }

    private final class ChannelOutput extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            channel.putByte(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            channel.put(bytes, from, length);
        }
    }

    /**
     * What one array may take of the stream and no more: the filter judges classes and lengths of arrays, but a text
     * (which the filter is not asked about) may say that it has any number of bytes.
     */
    private final class ChannelInput extends InputStream {
        private long allowance = BLOCK_BYTES;

        @Override
        public int read() throws IOException {
            spend(1);
            return channel.getByte();
        }

        @Override
        public int read(byte[] bytes, int to, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            spend(1);
            int count = channel.getSome(bytes, to, (int) Math.min(length, allowance + 1));
            spend(count - 1);
            return count;
        }

        private void spend(int bytes) throws IOException {
            allowance -= bytes;
            if (allowance < 0) {
                throw new CorruptFrameException("object is larger than an array of " + BLOCK + " doubles");
            }
        }
    }
}

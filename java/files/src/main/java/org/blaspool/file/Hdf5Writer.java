package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.StoredMatrix;

/**
 * A new HDF5 file with one contiguous dataset of float64, as the HDF5 File Format Specification, version 3, describes
 * it; HDF5 1.8 and later read it. A result is written straight from its own memory, whatever its size, which a library
 * that takes Java arrays could not do.
 *
 * <pre>
 *   0            48                                               multiple of {@value #DATA_ALIGNMENT}
 *   +------------+--------------------+-----+---------------------+-----------------
 *   | superblock | object header of   | ... | object header of    | elements, row
 *   | version 2  | the root group     |     | the dataset         | by row
 *   +------------+--------------------+-----+---------------------+-----------------
 *                  link to the next group, or to the dataset
 * </pre>
 */
final class Hdf5Writer {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int SUPERBLOCK_BYTES = 48;
    private static final int DATA_ALIGNMENT = 512;
    private static final long UNDEFINED = -1;
    private static final int CHECKSUM_BYTES = 4;

    /** Types of header messages. */
    private static final int DATASPACE = 1;

    private static final int LINK_INFO = 2;
    private static final int DATATYPE = 3;
    private static final int FILL_VALUE = 5;
    private static final int LINK = 6;
    private static final int LAYOUT = 8;
    private static final int GROUP_INFO = 10;

    /** Message flag: it does not change. */
    private static final int CONSTANT = 1;

    /** What is gathered at once of a matrix that lies column by column. */
    private static final int LARGEST_BLOCK = 4 << 20;

    private Hdf5Writer() {}

    /**
     * @param path of the dataset, its groups included: {@code /results/c}
     */
    static void write(StoredMatrix matrix, String path, WritableByteChannel channel) throws IOException {
        OutputChannel.writeFully(channel, head(matrix.shape(), path));
        if (matrix.layout() == Layout.ROW_MAJOR || matrix.rows() <= 1 || matrix.columns() <= 1) {
            OutputChannel.writeInOrder(channel, matrix);
        } else {
            writeRowByRow(channel, matrix);
        }
    }

    /** All that comes before the elements. */
    static ByteBuffer head(Shape shape, String path) {
        List<byte[]> names = List.of(path.substring(1).split("/")).stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        int end = SUPERBLOCK_BYTES + datasetHeader(shape, 0).length;
        for (byte[] name : names) {
            end += groupHeader(name, 0).length;
        }
        int dataOffset = (end + DATA_ALIGNMENT - 1) / DATA_ALIGNMENT * DATA_ALIGNMENT;
        ByteBuffer head = buffer(dataOffset);
        head.position(SUPERBLOCK_BYTES);
        for (byte[] name : names) {
            int next = head.position() + groupHeader(name, 0).length;
            head.put(groupHeader(name, next));
        }
        head.put(datasetHeader(shape, dataOffset));
        head.put(0, superblock(dataOffset + shape.bytes()));
        return head.rewind().limit(dataOffset);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] superblock(long endOfFile) {
        int version = 2;
        int sizeOfOffsets = 8;
        int sizeOfLengths = 8;
        int consistencyFlags = 0;
        long baseAddress = 0;
        ByteBuffer block = buffer(SUPERBLOCK_BYTES)
                .put(SIGNATURE)
                .put(bytes(version, sizeOfOffsets, sizeOfLengths, consistencyFlags))
                .putLong(baseAddress)
                .putLong(UNDEFINED) // no extension of the superblock
                .putLong(endOfFile)
                .putLong(SUPERBLOCK_BYTES); // where the root group is
        return withChecksum(block);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] withChecksum(ByteBuffer block) {
        int length = block.position();
        return block.putInt(JenkinsHash.lookup3(block.array(), length)).array();
    }

    /** A group that holds one object. */
    private static byte[] groupHeader(byte[] name, long address) {
        int version = 0;
        int linkVersion = 1;
        int twoByteLengthAndCharacterSet = 0x11;
        int utf8 = 1;
        byte[] linkInfo = buffer(18)
                .put(bytes(version, 0))
                .putLong(UNDEFINED) // links are in the header, not in a heap
                .putLong(UNDEFINED)
                .array();
        byte[] groupInfo = bytes(version, 0);
        byte[] link = buffer(5 + name.length + Long.BYTES)
                .put(bytes(linkVersion, twoByteLengthAndCharacterSet, utf8))
                .putShort((short) name.length)
                .put(name)
                .putLong(address)
                .array();
        return objectHeader(message(LINK_INFO, 0, linkInfo), message(GROUP_INFO, 0, groupInfo), message(LINK, 0, link));
    }

    private static byte[] datasetHeader(Shape shape, long dataOffset) {
        int version = 2;
        int rank = 2;
        int simple = 1;
        byte[] dataspace = buffer(20)
                .put(bytes(version, rank, 0, simple))
                .putLong(shape.rows())
                .putLong(shape.columns())
                .array();
        int fillVersion = 3;
        int allocatedLateAndFilledIfSet = 0x0a;
        int layoutVersion = 3;
        int contiguous = 1;
        byte[] layout = buffer(18)
                .put(bytes(layoutVersion, contiguous))
                .putLong(shape.elements() == 0 ? UNDEFINED : dataOffset)
                .putLong(shape.bytes())
                .array();
        return objectHeader(
                message(DATASPACE, 0, dataspace),
                message(DATATYPE, CONSTANT, float64()),
                message(FILL_VALUE, CONSTANT, bytes(fillVersion, allocatedLateAndFilledIfSet)),
                message(LAYOUT, 0, layout));
    }

    /** IEEE 754 binary64 in this machine's byte order. */
    private static byte[] float64() {
        int versionAndClass = 0x11;
        int impliedBit = 0x20;
        int bigEndian = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 1 : 0;
        int signLocation = 63;
        short bitOffset = 0;
        short precision = 64;
        int exponentLocation = 52;
        int exponentBits = 11;
        int mantissaLocation = 0;
        int mantissaBits = 52;
        int exponentBias = 1023;
        return buffer(20)
                .put(bytes(versionAndClass, impliedBit | bigEndian, signLocation, 0))
                .putInt(Double.BYTES)
                .putShort(bitOffset)
                .putShort(precision)
                .put(bytes(exponentLocation, exponentBits, mantissaLocation, mantissaBits))
                .putInt(exponentBias)
                .array();
    }

    private static byte[] message(int type, int flags, byte[] content) {
        return buffer(4 + content.length)
                .put((byte) type)
                .putShort((short) content.length)
                .put((byte) flags)
                .put(content)
                .array();
    }

    /** Version 2, its size in two bytes. */
    private static byte[] objectHeader(byte[]... messages) {
        int size = 0;
        for (byte[] message : messages) {
            size += message.length;
        }
        int version = 2;
        int twoByteSize = 1;
        ByteBuffer header = buffer(8 + size + CHECKSUM_BYTES)
                .put(new byte[] {'O', 'H', 'D', 'R'})
                .put(bytes(version, twoByteSize))
                .putShort((short) size);
        for (byte[] message : messages) {
            header.put(message);
        }
        return withChecksum(header);
    }

    /** Gathers rows of a matrix that lies column by column: HDF5 has row-major datasets only. */
    private static void writeRowByRow(WritableByteChannel channel, StoredMatrix matrix) throws IOException {
        int columns = Math.toIntExact(Math.min(matrix.columns(), LARGEST_BLOCK / Double.BYTES));
        int rows = Math.toIntExact(Math.min(matrix.rows(), Math.max(1, LARGEST_BLOCK / Double.BYTES / columns)));
        ByteBuffer block =
                ByteBuffer.allocateDirect(rows * columns * Double.BYTES).order(ByteOrder.nativeOrder());
        double[] segment = new double[rows];
        for (long row = 0; row < matrix.rows(); row += rows) {
            int height = (int) Math.min(rows, matrix.rows() - row);
            for (long column = 0; column < matrix.columns(); column += columns) {
                int width = (int) Math.min(columns, matrix.columns() - column);
                for (int j = 0; j < width; j++) {
                    long offset = matrix.offset() + ((column + j) * matrix.leadingDimension() + row) * Double.BYTES;
                    matrix.region().getDoubles(offset, segment, 0, height);
                    for (int i = 0; i < height; i++) {
                        block.putDouble((i * width + j) * Double.BYTES, segment[i]);
                    }
                }
                OutputChannel.writeFully(channel, block.position(0).limit(height * width * Double.BYTES));
                block.clear();
            }
        }
    }
}

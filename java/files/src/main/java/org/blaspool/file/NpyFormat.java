package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * numpy's .npy files, read into and written from the matrix's own memory without a copy between. Files are read, never
 * mapped: another process may truncate them. Two-dimensional arrays in C or Fortran order, of the types of
 * {@link ElementType} in either byte order, in versions 1 to 3 of the format; float64 is written, in version 1. The head, as
 * numpy's {@code numpy.lib.format} describes it:
 *
 * <pre>
 *   0       6       8          10 (version 1) or 12 (2, 3)     dataOffset
 *   +-------+-------+----------+-------------------------------+---------------
 *   | magic | major | length,  | Python dictionary, spaces,    | elements, no
 *   |       | minor | u16, u32 | newline: length bytes         | gaps
 *   +-------+-------+----------+-------------------------------+---------------
 * </pre>
 *
 * <p>Read by itself, it gives the shape before any memory is reserved for the elements.
 */
public final class NpyFormat implements MatrixFormat {
    /** A header of a matrix of numbers takes about 100 bytes; numpy itself refuses more than 10000. */
    private static final int LONGEST = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_END = MAGIC.length + 2;

    /** numpy's ARRAY_ALIGN: where the elements start is a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** numpy's GROWTH_AXIS_MAX_DIGITS: it leaves room for the outer dimension to grow in place. */
    private static final int GROWTH_DIGITS = 21;

    @Override
    public List<String> suffixes() {
        return List.of(".npy");
    }

    @Override
    public MatrixHeader read(MatrixSource source, StoredMatrix target) throws IOException {
        try (FileChannel channel = FileChannel.open(source.path(), StandardOpenOption.READ)) {
            StoredElements.Input file = StoredElements.of(channel, source);
            StoredElements elements = readHead(file, channel.size(), source);
            if (elements.header().fits(target, source)) {
                elements.read(file, target);
            }
            return elements.header();
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(StoredMatrix matrix, String member, WritableByteChannel channel) throws IOException {
        StoredElements.writeFully(channel, ByteBuffer.wrap(head(matrix.shape(), matrix.layout())));
        StoredElements.write(channel, matrix);
    }

    /**
     * Reads the head of a file, and checks that the file is long enough for the elements; bytes behind them are
     * allowed, as numpy allows them.
     *
     * @param file from its start on; the elements are what it gives next then
     * @param fileBytes of the whole
     * @throws InvalidInputException where it is not a .npy file, is truncated, or does not hold a matrix of real
     *     numbers; the message names the file and the reason
     */
    static StoredElements readHead(StoredElements.Input file, long fileBytes, Object name) throws IOException {
        ByteBuffer start = read(file, (int) Math.min(fileBytes, VERSION_END));
        if (!start.slice(0, Math.min(start.limit(), MAGIC.length)).equals(ByteBuffer.wrap(MAGIC))) {
            throw new InvalidInputException("file is not a .npy file: file=" + name + " bytes=" + fileBytes
                    + ", expected it to start with \\x93NUMPY");
        }
        requireBytes(name, fileBytes, VERSION_END);
        int version = version(start, name);
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        requireBytes(name, fileBytes, VERSION_END + lengthBytes);
        ByteBuffer lengthField = read(file, lengthBytes);
        long length = version == 1
                ? Short.toUnsignedInt(lengthField.getShort())
                : Integer.toUnsignedLong(lengthField.getInt());
        if (length > LONGEST) {
            throw new InvalidInputException("header of .npy file is too long: file=" + name + " header_bytes=" + length
                    + ", allowed " + LONGEST);
        }
        long end = VERSION_END + lengthBytes + length;
        requireBytes(name, fileBytes, end);
        Charset encoding = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        StoredElements elements =
                NpyHeaderText.parse(new String(read(file, (int) length).array(), encoding), name);
        requireBytes(name, fileBytes, end + elements.bytes());
        return elements;
    }

    private static int version(ByteBuffer start, Object name) {
        int major = start.get(MAGIC.length) & 0xff;
        int minor = start.get(MAGIC.length + 1) & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw new InvalidInputException("version of .npy file is not known: file=" + name + " version=" + major
                    + "." + minor + ", allowed 1.0, 2.0, 3.0");
        }
        return major;
    }

    private static void requireBytes(Object name, long fileBytes, long expected) {
        if (fileBytes < expected) {
            throw StoredElements.truncated(name, fileBytes, expected);
        }
    }

    private static ByteBuffer read(StoredElements.Input file, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.readFully(buffer);
        return buffer.flip();
    }

    /**
     * The head that numpy itself would write for such a matrix of float64 in this machine's byte order, to the byte:
     * version 1, padded so that the elements start at a multiple of 64. A matrix of one row or column is in both
     * orders, and numpy calls it C order.
     */
    static byte[] head(Shape shape, Layout layout) {
        boolean fortranOrder = layout == Layout.COLUMN_MAJOR && !isInBothOrders(shape);
        StringBuilder text = new StringBuilder("{'descr': '")
                .append(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? '<' : '>')
                .append("f8', 'fortran_order': ")
                .append(fortranOrder ? "True" : "False")
                .append(", 'shape': (")
                .append(shape.rows())
                .append(", ")
                .append(shape.columns())
                .append("), }");
        long growing = fortranOrder ? shape.columns() : shape.rows();
        text.append(" ".repeat(GROWTH_DIGITS - Long.toString(growing).length()));
        int textStart = VERSION_END + Short.BYTES;
        int unpadded = textStart + text.length() + 1;
        int total = unpadded + ALIGNMENT - unpadded % ALIGNMENT;
        text.append(" ".repeat(total - unpadded)).append('\n');
        return ByteBuffer.allocate(total)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.toString().getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    private static boolean isInBothOrders(Shape shape) {
        return shape.elements() == 0 || shape.rows() == 1 || shape.columns() == 1;
    }
}

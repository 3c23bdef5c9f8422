package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/**
 * The head of a .npy file, as numpy's {@code numpy.lib.format} describes it:
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
 *
 * @param version 1, 2 or 3
 * @param type what the elements are
 * @param byteOrder of the elements
 * @param layout {@code fortran_order} true is column-major
 * @param dataOffset bytes from the file's start to the first element
 */
public record NpyHeader(
        int version, ElementType type, ByteOrder byteOrder, Layout layout, Shape shape, long dataOffset) {
    /** A header of a matrix of numbers takes about 100 bytes; numpy itself refuses more than 10000. */
    static final int LONGEST = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_END = MAGIC.length + 2;

    /** Enough for what numpy writes, so that one read of the file does. */
    private static final int USUAL_BYTES = 256;

    /** numpy's ARRAY_ALIGN: where the elements start is a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** numpy's GROWTH_AXIS_MAX_DIGITS: it leaves room for the outer dimension to grow in place. */
    private static final int GROWTH_DIGITS = 21;

    /** Bytes of the elements in the file. */
    public long storedBytes() {
        return shape.elements() * type.bytes();
    }

    /**
     * Reads the head of a file, and checks that the file is long enough for the elements; bytes behind them are
     * allowed, as numpy allows them.
     *
     * @throws InvalidInputException where it is not a .npy file, is truncated, or does not hold a matrix of real
     *     numbers; the message names the file and the reason
     */
    public static NpyHeader read(Path file) {
        try (FileChannel channel = InputFile.open(file, file)) {
            return read(channel, file);
        } catch (IOException e) {
            throw InputFile.failure(file, e);
        }
    }

    /** Where a head is read from. */
    interface Bytes {
        /** Bytes of the whole. */
        long size() throws IOException;

        /** Fills the buffer from the start on; may be called again, with a larger one. */
        void readFromStart(ByteBuffer buffer) throws IOException;
    }

    /** As {@link #read(Path)}, from an open file. */
    static NpyHeader read(FileChannel channel, Object name) throws IOException {
        return read(
                new Bytes() {
                    @Override
                    public long size() throws IOException {
                        return channel.size();
                    }

                    @Override
                    public void readFromStart(ByteBuffer buffer) throws IOException {
                        ElementReader.of(channel, 0, buffer.remaining(), name).readFully(buffer);
                    }
                },
                name);
    }

    /** As {@link #read(Path)}, from a file within another. */
    static NpyHeader read(Bytes file, Object name) throws IOException {
        long fileBytes = file.size();
        ByteBuffer start = read(file, (int) Math.min(fileBytes, USUAL_BYTES));
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= start.limit() || start.get(i) != MAGIC[i]) {
                throw new InvalidInputException("file is not a .npy file: file=" + name + " bytes=" + fileBytes
                        + ", expected it to start with \\x93NUMPY");
            }
        }
        requireBytes(name, fileBytes, VERSION_END);
        int version = version(start, name);
        int textStart = VERSION_END + (version == 1 ? Short.BYTES : Integer.BYTES);
        requireBytes(name, fileBytes, textStart);
        long length = version == 1
                ? Short.toUnsignedInt(start.getShort(VERSION_END))
                : Integer.toUnsignedLong(start.getInt(VERSION_END));
        if (length > LONGEST) {
            throw new InvalidInputException("header of .npy file is too long: file=" + name + " header_bytes=" + length
                    + ", allowed " + LONGEST);
        }
        int headEnd = textStart + (int) length;
        requireBytes(name, fileBytes, headEnd);
        ByteBuffer head = headEnd <= start.limit() ? start : read(file, headEnd);
        String text = new String(
                head.array(),
                textStart,
                (int) length,
                version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NpyHeader header = NpyHeaderText.parse(text, version, headEnd, name);
        requireBytes(name, fileBytes, header.endOfData());
        return header;
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

    /** Where the file has to reach; Long.MAX_VALUE where that overflows, which no file does. */
    private long endOfData() {
        long data = storedBytes();
        return data > Long.MAX_VALUE - dataOffset ? Long.MAX_VALUE : dataOffset + data;
    }

    private static void requireBytes(Object name, long fileBytes, long expected) {
        if (fileBytes < expected) {
            throw truncated(name, fileBytes, expected);
        }
    }

    static InvalidInputException truncated(Object name, long fileBytes, long expected) {
        return new InvalidInputException(
                "file is truncated: file=" + name + " bytes=" + fileBytes + " expected=" + expected);
    }

    private static ByteBuffer read(Bytes file, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.readFromStart(buffer);
        return buffer.flip();
    }

    /** What of it is the same in every format. */
    MatrixHeader matrixHeader() {
        return new MatrixHeader(shape, layout, storedBytes());
    }

    /**
     * The head that numpy itself would write for such a matrix of float64 in this machine's byte order, to the byte:
     * version 1, padded so that the elements start at a multiple of 64. A matrix of one row or column is in both
     * orders, and numpy calls it C order.
     */
    static byte[] encode(Shape shape, Layout layout) {
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

package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * Datasets of HDF5 files: {@code file.h5:/group/name}, or {@code file.h5} where there is only one. They are what
 * libhdf5, the reference library, makes of them, as far as all that it reads lies in that one file: two dimensions,
 * floats of 2 to 8 bytes and integers. Written is one contiguous dataset of float64, under {@value #RESULT} unless the
 * name says otherwise. All but its elements is made by the library, once for each shape and name; the elements are
 * written straight from the matrix's own memory, whatever its size, from the front to the back.
 *
 * <p>The library is C that reads foreign bytes and serves one thread: it is loaded by processes of its own
 * ({@link Hdf5Process}).
 */
public final class Hdf5Format implements MatrixFormat {
    /** What a result is called that the user gave no name. */
    static final String RESULT = "/c";

    /** Names of groups and of the dataset; HDF5 itself gives "." a meaning of its own. */
    private static final Pattern RESULT_NAME = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]{1,200}){1,8}");

    /** What is gathered at once of a matrix that lies column by column. */
    private static final int LARGEST_BLOCK = 4 << 20;

    /** @param path of the dataset, its groups included: {@code /results/c} */
    private record Key(Shape shape, String path) {}

    private static final RecentlyUsed<Key, Hdf5Skeleton> SKELETONS = new RecentlyUsed<>(64, Hdf5Format::skeleton);

    @Override
    public List<String> suffixes() {
        return List.of(".h5", ".hdf5", ".he5");
    }

    @Override
    public void requireMember(String member, String given) {
        // The library knows what a file has.
    }

    @Override
    public MatrixHeader read(MatrixSource source, StoredMatrix target) {
        return Hdf5Processes.shared().read(source, target);
    }

    /** Starts a process that has loaded the library, which the first result would need anyway. */
    @Override
    public void requireAvailable() {
        Hdf5Processes.shared().use("", process -> null);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    /** HDF5 knows no other. */
    @Override
    public Layout resultLayout() {
        return Layout.ROW_MAJOR;
    }

    @Override
    public void requireResultMember(String member) {
        if (!member.isEmpty() && !RESULT_NAME.matcher(member).matches()) {
            throw new InvalidInputException("dataset name cannot be used: dataset=" + FileName.quoted(member)
                    + ", expected /NAME or /GROUP/NAME, at most 8 names of at most 200 characters");
        }
    }

    @Override
    public void write(StoredMatrix matrix, String member, WritableByteChannel channel) throws IOException {
        Key key = new Key(matrix.shape(), member.isEmpty() ? RESULT : member);
        Hdf5Skeleton skeleton = SKELETONS.get(key);
        StoredElements.writeFully(channel, skeleton.head().duplicate());
        if (matrix.layout() == Layout.ROW_MAJOR || matrix.rows() <= 1 || matrix.columns() <= 1) {
            StoredElements.write(channel, matrix);
        } else {
            writeRowByRow(channel, matrix);
        }
        StoredElements.writeFully(channel, skeleton.tail().duplicate());
    }

    private static Hdf5Skeleton skeleton(Key key) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        return Hdf5Processes.shared()
                .use(directory.toString(), process -> process.make(key.shape(), key.path(), directory));
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
                StoredElements.writeFully(channel, block.position(0).limit(height * width * Double.BYTES));
                block.clear();
            }
        }
    }

    /** All of an HDF5 file but the elements of its one dataset: what lies before them, and what lies behind. */
    record Hdf5Skeleton(ByteBuffer head, ByteBuffer tail) {
        static Hdf5Skeleton of(byte[] both, long headBytes, long tailBytes) throws IOException {
            if (headBytes < 0 || tailBytes < 0 || headBytes > both.length || tailBytes != both.length - headBytes) {
                throw new IOException("file has wrong parts: head=" + headBytes + " tail=" + tailBytes);
            }
            int head = (int) headBytes;
            return new Hdf5Skeleton(
                    ByteBuffer.wrap(Arrays.copyOf(both, head)),
                    ByteBuffer.wrap(Arrays.copyOfRange(both, head, both.length)));
        }
    }
}

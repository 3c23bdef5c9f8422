package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.StoredMatrix;

/**
 * A new HDF5 file with one contiguous dataset of float64. All but its elements is made by the library, once for each
 * shape and name; the elements are written straight from the matrix's own memory, whatever its size, from the front to
 * the back.
 */
final class Hdf5Writer {
    /** What is gathered at once of a matrix that lies column by column. */
    private static final int LARGEST_BLOCK = 4 << 20;

    private record Key(Shape shape, String path) {}

    private static final RecentlyUsed<Key, Hdf5Skeleton> SKELETONS = new RecentlyUsed<>(64, Hdf5Writer::skeleton);

    private Hdf5Writer() {}

    /**
     * @param path of the dataset, its groups included: {@code /results/c}
     */
    static void write(StoredMatrix matrix, String path, WritableByteChannel channel) throws IOException {
        Hdf5Skeleton skeleton = SKELETONS.get(new Key(matrix.shape(), path));
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

package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Layout;
import org.blaspool.matrix.Matrix;

/**
 * numpy's .npy files, read into and written from the matrix's own memory without a copy between. Files are read, never
 * mapped: another process may truncate them. Two-dimensional arrays in C or Fortran order, of the types of
 * {@link NpyType} in either byte order, in versions 1 to 3 of the format; float64 is written, in version 1.
 */
public final class NpyFormat implements MatrixFormat {
    private static final String SUFFIX = ".npy";

    /** What one call reads or writes at most: large against the call's cost, small against an interrupt's patience. */
    private static final int LARGEST_TRANSFER = 16 << 20;

    /** Bytes of doubles that are widened or swapped in place at once, while they are in the second-level cache. */
    private static final int LARGEST_WIDENING = 512 << 10;

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public Optional<MatrixSource> resolve(String given, Path directory) {
        return given.endsWith(SUFFIX)
                ? Optional.of(new MatrixSource(given, directory.resolve(given), "", this))
                : Optional.empty();
    }

    @Override
    public MatrixHeader header(MatrixSource source) {
        try (FileChannel channel = NpyHeader.open(source.path(), source)) {
            return matrixHeader(NpyHeader.read(channel, source));
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }

    /** Whether elements in the file's order come in the order of the target's lines: a single row or column has but one. */
    private static boolean sameOrder(Layout stored, Matrix target) {
        return stored == target.layout() || target.rows() <= 1 || target.columns() <= 1;
    }

    private static MatrixHeader matrixHeader(NpyHeader header) {
        return new MatrixHeader(header.shape(), header.layout(), header.storedBytes());
    }

    @Override
    public void read(MatrixSource source, Matrix target) {
        try (FileChannel channel = NpyHeader.open(source.path(), source)) {
            NpyHeader header = NpyHeader.read(channel, source);
            if (!header.shape().equals(target.shape()) || !sameOrder(header.layout(), target)) {
                throw new InvalidInputException("file does not fit the matrix: file=" + source + " shape="
                        + header.shape() + " layout=" + header.layout() + ", expected " + target.shape() + " "
                        + target.layout());
            }
            new Elements(channel, header, source).into(target);
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(Matrix matrix, FileChannel channel) throws IOException {
        writeFully(channel, ByteBuffer.wrap(NpyHeader.encode(matrix.shape(), matrix.layout())));
        for (MemoryRun run : MemoryRun.of(matrix)) {
            for (long done = 0; done < run.bytes(); ) {
                ByteBuffer piece = run.piece(done, LARGEST_TRANSFER);
                done += piece.remaining();
                writeFully(channel, piece);
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The elements behind a header, read from the front to the back. */
    private static final class Elements {
        private final FileChannel channel;
        private final NpyHeader header;
        private final Object name;
        private long position;

        Elements(FileChannel channel, NpyHeader header, Object name) {
            this.channel = channel;
            this.header = header;
            this.name = name;
            position = header.dataOffset();
        }

        void into(Matrix target) throws IOException {
            boolean asStored = header.type() == NpyType.FLOAT64 && header.byteOrder() == ByteOrder.nativeOrder();
            int largest = asStored ? LARGEST_TRANSFER : LARGEST_WIDENING;
            for (MemoryRun run : MemoryRun.of(target)) {
                for (long done = 0; done < run.bytes(); ) {
                    ByteBuffer piece = run.piece(done, largest);
                    done += piece.remaining();
                    if (asStored) {
                        readFully(piece);
                    } else {
                        readAndWiden(piece);
                    }
                }
            }
        }

        /** Reads the narrow elements into the end of their own place, and widens them from its front on. */
        private void readAndWiden(ByteBuffer piece) throws IOException {
            int count = piece.remaining() / Double.BYTES;
            int from = piece.remaining() - count * header.type().bytes();
            readFully(piece.duplicate().position(from));
            header.type().widen(piece.duplicate().order(header.byteOrder()), from, piece, count);
        }

        private void readFully(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, position);
                if (read < 0) {
                    throw NpyHeader.truncated(name, position, header.dataOffset() + header.storedBytes());
                }
                position += read;
            }
        }
    }
}

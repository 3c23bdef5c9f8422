package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.blaspool.matrix.StoredMatrix;

/**
 * numpy's .npy files, read into and written from the matrix's own memory without a copy between. Files are read, never
 * mapped: another process may truncate them. Two-dimensional arrays in C or Fortran order, of the types of
 * {@link ElementType} in either byte order, in versions 1 to 3 of the format; float64 is written, in version 1.
 */
public final class NpyFormat implements MatrixFormat {
    @Override
    public List<String> suffixes() {
        return List.of(".npy");
    }

    @Override
    public MatrixHeader header(MatrixSource source) {
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            return NpyHeader.read(channel, source).matrixHeader();
        } catch (IOException e) {
            throw InputFile.failure(source, e);
        }
    }

    @Override
    public void read(MatrixSource source, StoredMatrix target) {
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            NpyHeader header = NpyHeader.read(channel, source);
            header.matrixHeader().requireFits(target, source);
            long end = header.dataOffset() + header.storedBytes();
            new ElementReader(header.type(), header.byteOrder())
                    .read(ElementReader.of(channel, header.dataOffset(), end, source), target);
        } catch (IOException e) {
            throw InputFile.failure(source, e);
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(StoredMatrix matrix, String member, WritableByteChannel channel) throws IOException {
        MemoryRun.writeFully(channel, ByteBuffer.wrap(NpyHeader.encode(matrix.shape(), matrix.layout())));
        MemoryRun.writeInOrder(channel, matrix);
    }
}

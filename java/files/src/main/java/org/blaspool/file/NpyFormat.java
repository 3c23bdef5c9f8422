package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
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
    public MatrixHeader read(MatrixSource source, StoredMatrix target) throws IOException {
        try (FileChannel channel = FileChannel.open(source.path(), StandardOpenOption.READ)) {
            StoredElements.Input file = StoredElements.of(channel, source);
            StoredElements elements = NpyHeader.read(file, channel.size(), source);
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
        StoredElements.writeFully(channel, ByteBuffer.wrap(NpyHeader.encode(matrix.shape(), matrix.layout())));
        StoredElements.write(channel, matrix);
    }
}

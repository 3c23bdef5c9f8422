package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.blaspool.matrix.StoredMatrix;

/**
 * Matrix Market files, arrays and coordinates, as dense matrices: real, integer and pattern (whose entries are 1);
 * general, symmetric and skew-symmetric. Entries of one place add up, as in scipy's {@code mmread(…).toarray()}.
 */
public final class MatrixMarketFormat implements MatrixFormat {
    @Override
    public List<String> suffixes() {
        return List.of(".mtx");
    }

    @Override
    public MatrixHeader header(MatrixSource source) {
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            long bytes = channel.size();
            return MatrixMarketHeader.read(new MatrixMarketText(channel, source), bytes, source)
                    .matrixHeader(bytes);
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }

    @Override
    public void read(MatrixSource source, StoredMatrix target) {
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            MatrixMarketText text = new MatrixMarketText(channel, source);
            MatrixMarketHeader header = MatrixMarketHeader.read(text, channel.size(), source);
            header.matrixHeader(channel.size()).requireFits(target, source);
            new MatrixMarketEntries(header, text).into(target);
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }
}

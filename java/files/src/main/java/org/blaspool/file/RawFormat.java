package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * Files of nothing but elements, whose shape the user gives: {@code file.bin:300x200}, and if need be
 * {@code :order=F} and {@code :dtype=>f4}; see {@link RawLayout}. The file's length must be that of the elements.
 */
public final class RawFormat implements MatrixFormat {
    @Override
    public List<String> suffixes() {
        return List.of(".bin", ".raw");
    }

    @Override
    public boolean isNamedByFileAlone() {
        return false;
    }

    @Override
    public MatrixSource source(String given, Path path, String member) {
        RawLayout.parse(member, given);
        return new MatrixSource(given, path, member, this);
    }

    @Override
    public MatrixHeader header(MatrixSource source) {
        RawLayout raw = RawLayout.parse(source.member(), source);
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            requireLength(channel, raw, source);
            return raw.header();
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }

    @Override
    public void read(MatrixSource source, StoredMatrix target) {
        RawLayout raw = RawLayout.parse(source.member(), source);
        try (FileChannel channel = InputFile.open(source.path(), source)) {
            requireLength(channel, raw, source);
            raw.header().requireFits(target, source);
            new ElementReader(raw.type(), raw.byteOrder())
                    .read(ElementReader.of(channel, 0, raw.header().storedBytes(), source), target);
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }

    private static void requireLength(FileChannel channel, RawLayout raw, MatrixSource source) throws IOException {
        long bytes = channel.size();
        if (bytes != raw.header().storedBytes()) {
            throw new InvalidInputException("file has another length than its shape: file=" + source + " bytes="
                    + bytes + ", expected " + raw.header().storedBytes() + " for " + raw.shape() + " of "
                    + raw.type().code());
        }
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.blaspool.matrix.StoredMatrix;

/**
 * Members of numpy's .npz files, which are zip archives of .npy files: {@code file.npz:name}, or {@code file.npz} where
 * there is only one. Stored and deflated members, also beyond 4 GiB (zip64), are read as a stream; their checksum is
 * compared once all of a member was read.
 */
public final class NpzFormat implements MatrixFormat {
    @Override
    public List<String> suffixes() {
        return List.of(".npz");
    }

    @Override
    public MatrixSource source(String given, Path path, String member) {
        return new MatrixSource(given, path, member, this);
    }

    @Override
    public MatrixHeader header(MatrixSource source) {
        try (NpzMember member = NpzMember.open(source)) {
            return NpyHeader.read(member, source).matrixHeader();
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }

    @Override
    public void read(MatrixSource source, StoredMatrix target) {
        try (NpzMember member = NpzMember.open(source)) {
            NpyHeader header = NpyHeader.read(member, source);
            header.matrixHeader().requireFits(target, source);
            member.skipTo(header.dataOffset());
            new ElementReader(header.type(), header.byteOrder()).read(member, target);
            member.requireChecksum();
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * Datasets of HDF5 files: {@code file.h5:/group/name}, or {@code file.h5} where there is only one. Two dimensions, floats of 2 to 8 bytes and integers; contiguous, compact, and chunked with deflate,
 * shuffle and fletcher32. Written is one contiguous dataset of float64, under {@value #RESULT} unless the name says
 * otherwise.
 *
 * <p>Nothing here refers to the library that reads these files: it is loaded with the first of them.
 */
public final class Hdf5Format implements MatrixFormat {
    /** What a result is called that the user gave no name. */
    static final String RESULT = "/c";

    /** Names of groups and of the dataset; HDF5 itself gives "." a meaning of its own. */
    private static final Pattern RESULT_NAME = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]{1,200}){1,8}");

    @Override
    public List<String> suffixes() {
        return List.of(".h5", ".hdf5", ".he5");
    }

    @Override
    public MatrixSource source(String given, Path path, String member) {
        return new MatrixSource(given, path, member, this);
    }

    @Override
    public MatrixHeader header(MatrixSource source) {
        return Hdf5Dataset.reading(source, Hdf5Dataset::header);
    }

    @Override
    public void read(MatrixSource source, StoredMatrix target) {
        try {
            if (Hdf5Places.read(source, target)) {
                return;
            }
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        }
        Hdf5Dataset.reading(source, dataset -> {
            dataset.header().requireFits(target, source);
            dataset.read(target);
            return null;
        });
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
            throw new InvalidInputException("dataset name cannot be used: dataset=" + PythonLiteral.quoted(member)
                    + ", expected /NAME or /GROUP/NAME, at most 8 names of at most 200 characters");
        }
    }

    @Override
    public void write(StoredMatrix matrix, String member, WritableByteChannel channel) throws IOException {
        Hdf5Writer.write(matrix, member.isEmpty() ? RESULT : member, channel);
    }
}

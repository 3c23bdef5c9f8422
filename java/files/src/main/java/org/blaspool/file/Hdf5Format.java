package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.regex.Pattern;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * Datasets of HDF5 files: {@code file.h5:/group/name}, or {@code file.h5} where there is only one. They are what
 * libhdf5, the reference library, makes of them, as far as all that it reads lies in that one file: two dimensions,
 * floats of 2 to 8 bytes and integers. Written is one contiguous dataset of float64, under {@value #RESULT} unless the
 * name says otherwise.
 *
 * <p>The library is C that reads foreign bytes and serves one thread: it is loaded by processes of its own
 * ({@link Hdf5Process}).
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
        Hdf5Writer.write(matrix, member.isEmpty() ? RESULT : member, channel);
    }
}

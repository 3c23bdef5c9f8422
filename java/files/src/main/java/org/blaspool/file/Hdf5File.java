package org.blaspool.file;

import io.jhdf.HdfFile;
import io.jhdf.exceptions.HdfException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An HDF5 file that is read, not mapped, and leads to no other file. */
final class Hdf5File extends HdfFile {
    private final Path path;

    Hdf5File(FileChannel channel, Path path) {
        super(new PreadChannel(channel));
        this.path = path;
    }

    /** The library knows no path of a channel, and needs one for its messages. */
    @Override
    public Path getFileAsPath() {
        return path;
    }

    /** What an external link leads to would be mapped. */
    @Override
    public void addExternalFile(HdfFile file) {
        file.close();
        throw new HdfException("links to other files are not followed, name the other file itself");
    }
}

package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.blaspool.error.InvalidInputException;

/** Regular files, opened for reading. */
final class InputFile {
    private InputFile() {}

    /**
     * Opens a regular file: opening a pipe would wait for its writer.
     *
     * @param name what messages call it
     */
    static FileChannel open(Path file, Object name) throws IOException {
        requireRegular(file, name);
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Where it is there, it is a regular file. */
    static void requireRegular(Path file, Object name) {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException("file is a directory: file=" + name);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InvalidInputException("file is not a regular file: file=" + name);
        }
    }
}

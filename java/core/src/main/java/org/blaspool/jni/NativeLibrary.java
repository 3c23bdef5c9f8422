package org.blaspool.jni;

import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.unpack.LibraryCache;

/** Loads {@code libblaspool_jni.so}, once a process. */
public final class NativeLibrary {
    /** System property: a directory that holds the library, instead of the copy inside the jar. */
    public static final String DIRECTORY_PROPERTY = "blaspool.native.directory";

    static final String FILE_NAME = "libblaspool_jni.so";

    private static final Path LOADED = loadOnce();

    private NativeLibrary() {}

    /** Does nothing but make sure that the library is loaded. */
    public static void load() {}

    /** The file that was loaded; workers are given its directory, so that they need not unpack or check again. */
    public static Path file() {
        return LOADED;
    }

    /** The helper program {@code blaspool-pin} that came with the library. */
    public static Path pinHelper() {
        return find("blaspool-pin");
    }

    /** The helper program {@code blaspool-hdf5}; workers are not told where it is, since few of them need it. */
    public static Path hdf5Reader() {
        Path beside = find("blaspool-hdf5");
        return Files.exists(beside) ? beside : LibraryCache.own("blaspool-hdf5");
    }

    private static Path find(String fileName) {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        return directory != null ? Path.of(directory, fileName) : LibraryCache.own(fileName);
    }

    private static Path loadOnce() {
        Path file = find(FILE_NAME);
        System.load(file.toAbsolutePath().toString());
        return file;
    }
}

package org.blaspool.jni;

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

    private static Path loadOnce() {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        Path file = directory != null ? Path.of(directory, FILE_NAME) : LibraryCache.own(FILE_NAME);
        System.load(file.toAbsolutePath().toString());
        return file;
    }
}

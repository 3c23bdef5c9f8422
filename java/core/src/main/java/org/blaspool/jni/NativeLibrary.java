package org.blaspool.jni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.unpack.LibraryCache;

/** Loads {@code libblaspool_jni.so}, once a process. What hinders that is told each time anew. */
public final class NativeLibrary {
    /** System property: a directory that holds the library, instead of the copy inside the jar. */
    public static final String DIRECTORY_PROPERTY = "blaspool.native.directory";

    static final String FILE_NAME = "libblaspool_jni.so";

    private static final Path LOADED;
    private static final RuntimeException REFUSED;

    static {
        Path loaded = null;
        RuntimeException refused = null;
        try {
            loaded = loadOnce();
        } catch (RuntimeException e) {
            refused = e;
        } catch (LinkageError e) {
            refused = new ResourceUnavailableException(
                    "blaspool's native library cannot be loaded: " + e.getMessage()
                            + "; expected a cache directory that may be executed from and is this class loader's own"
                            + " (BLASPOOL_CACHE=DIR), or the library's directory (-D" + DIRECTORY_PROPERTY + "=DIR)",
                    e);
        }
        LOADED = loaded;
        REFUSED = refused;
    }

    private NativeLibrary() {}

    /**
     * Makes sure that the library is loaded. Who comes from outside calls this before the first native method, so that
     * no Error of a class's initialisation reaches a caller.
     *
     * @throws ResourceUnavailableException where it cannot be loaded
     */
    public static void load() {
        if (REFUSED != null) {
            throw new ResourceUnavailableException(REFUSED.getMessage(), REFUSED);
        }
    }

    /** Does something that a user asked for; what goes wrong with natives as classes are initialised is told as what it is. */
    public static <T> T loadedFor(Supplier<T> wish) {
        try {
            return wish.get();
        } catch (LinkageError e) {
            Throwable reason = e;
            while (reason.getCause() != null && reason instanceof LinkageError) {
                reason = reason.getCause();
            }
            if (reason instanceof RuntimeException known && !(reason instanceof NullPointerException)) {
                throw known;
            }
            if (reason instanceof ClassNotFoundException) {
                throw new ResourceUnavailableException(
                        "class is missing: " + reason.getMessage()
                                + "; expected on the class path every jar that blaspool's artifacts depend on, as Maven"
                                + " and Gradle put it there",
                        e);
            }
            throw new ResourceUnavailableException(
                    "native library cannot be loaded: " + reason
                            + "; expected the jar of org.blaspool:blaspool with the"
                            + " classifier of this machine and that of org.bytedeco:openblas on the class path",
                    e);
        }
    }

    /** The file that was loaded; workers are given its directory, so that they need not unpack or check again. */
    public static Path file() {
        load();
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

    /** A file is loaded by one class loader of a process: another deployment of a container has a copy of its own. */
    private static void loadCopy(Path file) {
        try {
            Path copy = Files.createTempFile(file.toAbsolutePath().getParent(), "again", ".so");
            try {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                System.load(copy.toString());
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "blaspool's native library cannot be copied for another class loader: file=" + file + " reason=" + e
                            + ", expected a directory that can be written",
                    e);
        }
    }

    private static Path loadOnce() {
        Path file = find(FILE_NAME);
        try {
            System.load(file.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            if (!String.valueOf(e.getMessage()).contains(LibraryCache.LOADED_BY_ANOTHER)) {
                throw e;
            }
            loadCopy(file);
        }
        return file;
    }
}

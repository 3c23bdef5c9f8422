package org.blaspool.unpack;

import java.nio.file.Path;

/**
 * The private cache of unpacked native files: {@code $BLASPOOL_CACHE}, else {@code $XDG_CACHE_HOME/blaspool}, else
 * {@code ~/.cache/blaspool}. Thread- and process-safe.
 */
public final class LibraryCache {
    /** System property that names the cache directory, before the environment's {@code BLASPOOL_CACHE}. */
    public static final String DIRECTORY_PROPERTY = "blaspool.cache";

    private LibraryCache() {}

    /** One of blaspool's own native files, from the resource {@code org/blaspool/native/linux-<arch>/<fileName>}. */
    public static Path own(String fileName) {
        throw new UnsupportedOperationException(fileName);
    }

    /**
     * The bundled {@code libopenblas.so.0}, with the libraries that it needs beside it; call
     * {@link #loadCompanions} in each process before it is opened.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where there is none for this machine, the C library is
     *     older than glibc 2.34, or there is no place to put it
     */
    public static Path bundledOpenBlas() {
        throw new UnsupportedOperationException();
    }

    /**
     * Loads what lies beside an unpacked library and is needed by it (libquadmath, libgfortran), so that opening it
     * finds them loaded. Does nothing for a library that has no such neighbours.
     */
    public static void loadCompanions(Path library) {
        throw new UnsupportedOperationException(library.toString());
    }
}

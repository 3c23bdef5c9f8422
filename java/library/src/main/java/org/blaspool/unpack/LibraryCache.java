package org.blaspool.unpack;

import java.nio.file.Path;

/** The private cache of unpacked native files, {@code $XDG_CACHE_HOME/blaspool/native}. Thread- and process-safe. */
public final class LibraryCache {
    private LibraryCache() {}

    /** One of blaspool's own native files for this machine, from the resource {@code org/blaspool/native/lib}. */
    public static Path own(String fileName) {
        throw new UnsupportedOperationException(fileName);
    }
}

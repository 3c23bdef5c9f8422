package org.blaspool.blas;

import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.unpack.LibraryCache;

/** Opens the OpenBLAS that comes in a jar beside blaspool's own. */
final class BundledOpenBlas {
    /** How the dynamic linker speaks of a C library that is older than the one a library was linked with. */
    private static final String MISSING_GLIBC_VERSION = "GLIBC_";

    private BundledOpenBlas() {}

    static BlasLibrary open() {
        String path = LibraryCache.bundledOpenBlas().toString();
        try {
            return CblasLibrary.load(path);
        } catch (ResourceUnavailableException refused) {
            if (!refused.getMessage().contains(MISSING_GLIBC_VERSION)) {
                throw refused;
            }
            throw new ResourceUnavailableException(
                    refused.getMessage() + "; use --blas system with an OpenBLAS of this system ("
                            + SystemBlas.HOW_TO_INSTALL + ")",
                    refused);
        }
    }
}

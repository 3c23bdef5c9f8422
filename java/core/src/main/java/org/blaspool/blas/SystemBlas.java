package org.blaspool.blas;

import java.util.List;
import org.blaspool.error.ResourceUnavailableException;

/**
 * Finds the system's BLAS: the first library of a list of names that the dynamic linker can load and that has a C
 * interface. {@link BlasInfo#path()} says which file that was.
 */
final class SystemBlas {
    static final String HOW_TO_INSTALL =
            "apt-get install libopenblas0-pthread, or dnf install openblas-threads, or zypper install libopenblas0";

    /**
     * The fastest first. Fedora and its kin keep OpenBLAS with threads under a name of its own, and without under the
     * plain one; libblas.so.3 is last, for it may be the slow reference BLAS.
     */
    private static final List<String> NAMES = List.of(
            "libopenblasp.so.0",
            "libopenblas.so.0",
            "libmkl_rt.so.3",
            "libmkl_rt.so.2",
            "libflexiblas.so.3",
            "libblis.so.4",
            "libcblas.so.3",
            "libblas.so.3");

    private SystemBlas() {}

    static BlasLibrary open() {
        return open(NAMES);
    }

    static BlasLibrary open(List<String> names) {
        for (String name : names) {
            try {
                return CblasLibrary.load(name);
            } catch (ResourceUnavailableException absent) {
                // The next name may be there; if none is, the message below lists them all.
            }
        }
        throw new ResourceUnavailableException("system has no BLAS with a C interface: tried "
                + String.join(", ", names) + "; install one (" + HOW_TO_INSTALL + ") or use --blas bundled");
    }
}

package org.blaspool.blas;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.unpack.LibraryCache;

/**
 * The kinds of BLAS that have a name on the command line. A new kind is a class that implements {@link BlasLibrary}, a name
 * and a case here; one that needs more than this module is found by its {@link BlasProvider}. Every worker passes here as it starts: lambdas and streams would cost each one 20 ms.
 */
enum BlasKind {
    BUNDLED("bundled"),
    SYSTEM("system"),
    JBLAS("jblas"),
    NETLIB("netlib");

    private static final BlasKind[] ALL = values();

    /** How the dynamic linker speaks of a C library that is older than the one a library was linked with. */
    private static final String MISSING_GLIBC_VERSION = "GLIBC_";

    private static final String HOW_TO_INSTALL =
            "apt-get install libopenblas0-pthread, or dnf install openblas-threads, or zypper install libopenblas0";

    /**
     * The fastest first. Fedora and its kin keep OpenBLAS with threads under a name of its own, and without under the
     * plain one; libblas.so.3 is last, for it may be the slow reference BLAS.
     */
    private static final List<String> SYSTEM_NAMES = List.of(
            "libopenblasp.so.0",
            "libopenblas.so.0",
            "libmkl_rt.so.3",
            "libmkl_rt.so.2",
            "libflexiblas.so.3",
            "libblis.so.4",
            "libcblas.so.3",
            "libblas.so.3");

    private final String label;

    BlasKind(String label) {
        this.label = label;
    }

    static Optional<BlasKind> named(String label) {
        for (BlasKind kind : ALL) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** All names, separated by commas. */
    static String names() {
        StringJoiner names = new StringJoiner(", ");
        for (BlasKind kind : ALL) {
            names.add(kind.label);
        }
        return names.toString();
    }

    boolean isCLibrary() {
        return this == BUNDLED || this == SYSTEM;
    }

    BlasLibrary open() {
        return switch (this) {
            case BUNDLED -> openBundled();
            case SYSTEM -> openSystem(SYSTEM_NAMES);
            case JBLAS, NETLIB -> provided();
        };
    }

    private BlasLibrary provided() {
        for (BlasProvider provider : ServiceLoader.load(BlasProvider.class, BlasKind.class.getClassLoader())) {
            if (provider.kind().equals(label)) {
                return provider.open();
            }
        }
        throw new ResourceUnavailableException("BLAS is not on the class path: blas=" + label
                + ", expected the jar of org.blaspool:blaspool-netlib; add it, or use --blas bundled");
    }

    /** The OpenBLAS that comes in a jar beside blaspool's own. */
    private static BlasLibrary openBundled() {
        String path = LibraryCache.bundledOpenBlas().toString();
        try {
            return CblasLibrary.load(path);
        } catch (ResourceUnavailableException refused) {
            if (!refused.getMessage().contains(MISSING_GLIBC_VERSION)) {
                throw refused;
            }
            throw new ResourceUnavailableException(
                    refused.getMessage() + "; use --blas system with an OpenBLAS of this system (" + HOW_TO_INSTALL
                            + ")",
                    refused);
        }
    }

    /**
     * The system's: the first library of these names that the dynamic linker can load and that has a C interface. {@link
     * BlasInfo#path()} says which file that was.
     */
    static BlasLibrary openSystem(List<String> names) {
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

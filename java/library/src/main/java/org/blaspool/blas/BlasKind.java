package org.blaspool.blas;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The kinds of BLAS that have a name on the command line. A new kind is a class that implements {@link Blas} and one
 * line here.
 */
enum BlasKind {
    BUNDLED("bundled", BundledOpenBlas::open),
    SYSTEM("system", SystemBlas::open),
    JBLAS("jblas", JblasBlas::open),
    NETLIB("netlib", NetlibBlas::open);

    private final String label;
    private final Supplier<Blas> opener;

    BlasKind(String label, Supplier<Blas> opener) {
        this.label = label;
        this.opener = opener;
    }

    static Optional<BlasKind> named(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    /** All names, separated by commas. */
    static String names() {
        return Arrays.stream(values()).map(kind -> kind.label).collect(Collectors.joining(", "));
    }

    Blas open() {
        return opener.get();
    }
}

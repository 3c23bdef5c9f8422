package org.blaspool.blas;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import org.blaspool.error.ResourceUnavailableException;

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
            case BUNDLED -> BundledOpenBlas.open();
            case SYSTEM -> SystemBlas.open();
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
}

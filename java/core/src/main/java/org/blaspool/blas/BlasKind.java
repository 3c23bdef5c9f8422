package org.blaspool.blas;

import java.util.Optional;
import java.util.StringJoiner;

/**
 * The kinds of BLAS that have a name on the command line. A new kind is a class that implements {@link BlasLibrary}, a name and
 * a case here. Every worker passes here as it starts: lambdas and streams would cost each one 20 ms.
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
            case JBLAS -> JblasBlas.open();
            case NETLIB -> NetlibBlas.open();
        };
    }
}

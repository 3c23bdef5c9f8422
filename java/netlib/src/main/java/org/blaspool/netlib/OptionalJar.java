package org.blaspool.netlib;

import org.blaspool.error.ResourceUnavailableException;

/** A jar that only one kind of BLAS needs, and that may be left out of the class path. */
final class OptionalJar {
    private OptionalJar() {}

    static ResourceUnavailableException absent(String kind, String coordinates, NoClassDefFoundError error) {
        return new ResourceUnavailableException(
                "BLAS is not on the class path: blas=" + kind + " class=" + error.getMessage()
                        + ", expected the jar of " + coordinates + "; add it, or use --blas bundled",
                error);
    }
}

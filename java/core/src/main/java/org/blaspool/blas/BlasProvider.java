package org.blaspool.blas;

/** Opens a kind of BLAS that another module brings; found by the service loader, with a public constructor of no arguments. */
public interface BlasProvider {
    /** Its name on the command line. */
    String kind();

    /**
     * Loads it.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where it is not there or cannot be loaded
     */
    BlasLibrary open();
}

package org.blaspool.blas;

/** Opens a kind of BLAS that another module brings; found by the service loader, with a public constructor of no arguments. */
public interface BlasProvider {
    /**
     * System property that is "true" in a JVM that ends without its shutdown hooks, as workers do: what a BLAS would
     * clear away at exit has to go before.
     */
    String NO_HOOKS_PROPERTY = "blaspool.exits.without.hooks";

    /** Its name on the command line. */
    String kind();

    /**
     * Loads it.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where it is not there or cannot be loaded
     */
    BlasLibrary open();
}

package dev.ludovic.netlib.blas;

/** dev.ludovic.netlib's own implementations, which only its package can reach. */
public final class LudovicImplementations {
    private LudovicImplementations() {}

    public static BLAS translatedFortran() {
        return F2jBLAS.getInstance();
    }

    public static BLAS plainJava() {
        return Java11BLAS.getInstance();
    }
}

package org.blaspool.netlib;

import com.github.fommil.netlib.BLAS;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasProvider;
import org.blaspool.error.ResourceUnavailableException;

/**
 * netlib-java's dgemm, by whichever class it settles on: its native ones fall back to the translated Fortran without a
 * word that a program could see, so {@link BlasInfo#path()} is the class that answers.
 */
public final class NetlibBlas extends HeapBlas {
    /** Found where its kind is asked for. */
    public static final class Provider implements BlasProvider {
        @Override
        public String kind() {
            return "netlib";
        }

        @Override
        public BlasLibrary open() {
            return NetlibBlas.open();
        }
    }

    private static final String COORDINATES = "com.github.fommil.netlib:core:1.1.2";
    private static final String PACKAGE = "com.github.fommil";
    private static final String TRANSLATED_FORTRAN = "com.github.fommil.netlib.F2jBLAS";
    private static final String NATIVE_REFERENCE = "com.github.fommil.netlib.NativeRefBLAS";

    private final BLAS blas;

    private NetlibBlas(BlasInfo info, BLAS blas) {
        super(info);
        this.blas = blas;
    }

    /**
     * Takes the class that netlib-java chooses; the system property {@code com.github.fommil.netlib.BLAS} names another.
     *
     * @throws ResourceUnavailableException where its jar is not on the class path, or no class of it can be loaded
     */
    static BlasLibrary open() {
        try {
            BLAS blas = chosen();
            NetlibBlas opened = new NetlibBlas(info(blas.getClass().getName()), blas);
            opened.tryOut();
            return opened;
        } catch (NoClassDefFoundError absent) {
            throw absent("netlib", COORDINATES, absent);
        } catch (ExceptionInInitializerError failed) {
            throw new ResourceUnavailableException(
                    "netlib-java cannot be started: " + failed.getCause() + "; use --blas bundled", failed);
        }
    }

    /** Its warnings of natives that are absent say what {@link BlasInfo#path()} says too; they are silenced meanwhile. */
    private static BLAS chosen() {
        Logger logger = Logger.getLogger(PACKAGE);
        Level before = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            return BLAS.getInstance();
        } finally {
            logger.setLevel(before);
        }
    }

    private static BlasInfo info(String className) {
        boolean sequential = className.equals(TRANSLATED_FORTRAN) || className.equals(NATIVE_REFERENCE);
        return new BlasInfo(
                "netlib",
                className,
                "",
                "matrices are copied through the Java heap",
                "",
                sequential ? "sequential" : "unknown",
                sequential ? 1 : 0,
                false,
                true);
    }

    @Override
    void dgemm(HeapCall call) {
        String transA = call.transposeA ? "T" : "N";
        String transB = call.transposeB ? "T" : "N";
        blas.dgemm(
                transA,
                transB,
                call.m,
                call.n,
                call.k,
                call.alpha,
                call.a,
                call.lda,
                call.b,
                call.ldb,
                call.beta,
                call.c,
                call.ldc);
    }
}

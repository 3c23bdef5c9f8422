package org.blaspool.bench.jmh;

import org.blaspool.netlib.LudovicBLAS;

/** Other libraries, each loaded when it is first called; which class answers is said once, as they fall back silently. */
final class Peers {
    static final int COLUMN_MAJOR = 102;
    static final int NO_TRANSPOSE = 111;

    private com.github.fommil.netlib.BLAS netlibJava;
    private dev.ludovic.netlib.blas.BLAS ludovicNetlib;
    private boolean javacppLimited;

    com.github.fommil.netlib.BLAS netlibJava() {
        if (netlibJava == null) {
            netlibJava = com.github.fommil.netlib.BLAS.getInstance();
            say("netlib-java", netlibJava);
        }
        return netlibJava;
    }

    /** What dev.ludovic.netlib answers by with blaspool's drop-in before it on the class path. */
    LudovicBLAS blaspoolNetlib() {
        if (dev.ludovic.netlib.blas.BLAS.getInstance() instanceof LudovicBLAS ours) {
            return ours;
        }
        throw new IllegalStateException("blaspool-netlib does not stand before dev.ludovic.netlib on the class path");
    }

    /** What it would answer by without. */
    dev.ludovic.netlib.blas.BLAS ludovicNetlib() {
        if (ludovicNetlib == null) {
            ludovicNetlib = blaspoolNetlib().delegate();
            say("dev.ludovic.netlib", ludovicNetlib);
        }
        return ludovicNetlib;
    }

    void javacppOnOneThread() {
        if (!javacppLimited) {
            org.bytedeco.openblas.global.openblas.blas_set_num_threads(1);
            javacppLimited = true;
        }
    }

    private static void say(String library, Object answering) {
        System.out.println(
                "# " + library + " answers by " + answering.getClass().getName());
    }
}

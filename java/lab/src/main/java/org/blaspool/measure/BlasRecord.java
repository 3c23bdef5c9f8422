package org.blaspool.measure;

import org.blaspool.blas.BlasInfo;

/** The BLAS of a report. */
public record BlasRecord(String kind, String path, String version, String core, String threading, int maxThreads) {
    public static BlasRecord of(BlasInfo info) {
        return new BlasRecord(
                info.kind(), info.path(), info.version(), info.core(), info.threading(), info.maxThreads());
    }

    /** In one line, without its path. */
    public String describe() {
        return kind + (version.isEmpty() ? "" : " " + version) + " (" + (core.isEmpty() ? "" : core + ", ") + threading
                + ")";
    }
}

package org.blaspool.cli.report;

import org.blaspool.blas.BlasInfo;

/** The BLAS of a report. */
public record BlasReport(String kind, String path, String version, String core, String threading, int maxThreads) {
    public static BlasReport of(BlasInfo info) {
        return new BlasReport(
                info.kind(), info.path(), info.version(), info.core(), info.threading(), info.maxThreads());
    }

    /** In one line, without its path. */
    public String describe() {
        StringBuilder text = new StringBuilder(kind);
        if (!version.isEmpty()) {
            text.append(' ').append(version);
        }
        text.append(" (");
        if (!core.isEmpty()) {
            text.append(core).append(", ");
        }
        return text.append(threading).append(')').toString();
    }
}

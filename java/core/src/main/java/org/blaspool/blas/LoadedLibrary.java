package org.blaspool.blas;

import org.blaspool.ThreadLimit;
import org.blaspool.jni.NativeBlas;

/**
 * A library that this process has loaded and that brings threads: a BLAS, or a run-time library of OpenMP.
 *
 * @param handle of {@code NativeBlas}
 * @param info what it is
 */
public record LoadedLibrary(long handle, BlasInfo info) {
    static LoadedLibrary of(long handle) {
        return new LoadedLibrary(handle, CblasLibrary.describe(handle));
    }

    /** Threads of a call now; 0 where it cannot tell. */
    public int threads() {
        return NativeBlas.threads(handle);
    }

    /**
     * Limits its threads, for the whole process, until the limit is closed.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where that count cannot be had
     */
    public ThreadLimit limit(int threads) {
        UncontrolledThreads.requirePositive(threads);
        return settings().isControlled()
                ? settings().limit(threads)
                : UncontrolledThreads.limit(info, threads, NativeBlas.countThreads(handle));
    }

    LibrarySettings settings() {
        return LibrarySettings.of(handle);
    }
}

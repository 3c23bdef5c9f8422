package org.blaspool;

import java.util.List;
import org.blaspool.blas.LibrarySettings;
import org.blaspool.blas.LoadedLibraries;

/**
 * A BLAS or a run-time library of OpenMP that this process has loaded, whoever loaded it: OpenBLAS under any prefix and
 * suffix, MKL, BLIS, FlexiBLAS, ATLAS, any other library with dgemm, libgomp, libomp, libiomp5. Thread-safe.
 *
 * <p>Its threads are the library's own, process-wide. OpenMP is an exception: its count belongs to the calling thread,
 * and can be told and limited there alone. Which calls other users of a library have in flight cannot be known: limit
 * its threads while they do not compute. Once found, a library stays loaded until the process ends.
 */
public final class LoadedBlas {
    private final LibrarySettings library;

    private LoadedBlas(LibrarySettings library) {
        this.library = library;
    }

    /**
     * All that are loaded now; empty where there are none. Those that were loaded since a {@link #limitAll} that is still
     * open are limited from here on.
     *
     * @throws BlaspoolException where blaspool's own native library cannot be loaded
     */
    public static List<LoadedBlas> all() {
        return LoadedLibraries.all().stream().map(LoadedBlas::new).toList();
    }

    /**
     * Limits the threads of all that are loaded, and of those that {@link Blas#open} loads while it is open. One that
     * takes no count, or none as large, keeps its own if that is not more; {@link #threads} says what each has.
     *
     * @param threads of each call at most, at least 1
     * @return a limit whose effective count is the largest of all libraries that tell theirs
     * @throws IllegalArgumentException where it is not positive
     * @throws BlaspoolException where a library does not keep the limit; then none has it
     */
    public static ThreadLimit limitAll(int threads) {
        return LoadedLibraries.limitAll(threads);
    }

    /** The file that was loaded. */
    public String path() {
        return library.info().path();
    }

    /** "openblas", "mkl", "blis", "flexiblas", "atlas", "cblas" (none of these), "libgomp", "libomp" or "libiomp5". */
    public String kind() {
        return library.info().kind();
    }

    /** As the library has it, "0.3.31"; "" where it cannot tell. */
    public String version() {
        return library.info().version();
    }

    /** "sequential", "pthreads", "openmp" or "unknown". */
    public String threading() {
        return library.info().threading();
    }

    /** Threads of a call now; 0 where it cannot tell. */
    public int threads() {
        return library.threads();
    }

    /**
     * Limits its threads alone.
     *
     * @param threads of each call, at least 1
     * @throws IllegalArgumentException where it is not positive
     * @throws BlaspoolException where that count cannot be had
     */
    public ThreadLimit limit(int threads) {
        return library.limit(threads);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoadedBlas loaded && loaded.library.equals(library);
    }

    @Override
    public int hashCode() {
        return library.hashCode();
    }

    /** {@code openblas 0.3.31 pthreads threads=2 /usr/lib/…}. */
    @Override
    public String toString() {
        return String.join(
                " ", kind(), version().isEmpty() ? "?" : version(), threading(), "threads=" + threads(), path());
    }
}

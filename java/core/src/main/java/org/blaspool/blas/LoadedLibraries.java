package org.blaspool.blas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.blaspool.ThreadLimit;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeBlas;
import org.blaspool.jni.NativeLibrary;

/** Every library with threads that this process has loaded, whoever loaded it, and limits of all of them. Thread-safe. */
public final class LoadedLibraries {
    /** Those whose handles are kept: each is opened once, however often it is found. */
    private static final Set<Long> KEPT = new HashSet<>();

    private static final List<LimitOfAll> OPEN = new ArrayList<>();

    private LoadedLibraries() {}

    /** All that are loaded now; open limits of all reach those that are new. */
    public static List<LoadedLibrary> all() {
        NativeLibrary.load();
        List<LoadedLibrary> found = new ArrayList<>();
        synchronized (OPEN) {
            for (long handle : NativeBlas.openLoaded()) {
                if (!KEPT.add(handle)) {
                    NativeBlas.close(handle);
                }
                found.add(LoadedLibrary.of(handle));
            }
            for (LimitOfAll limit : OPEN) {
                found.forEach(limit::cover);
            }
        }
        return found;
    }

    /**
     * Limits all that are loaded and will be.
     *
     * @throws ResourceUnavailableException where a library has more threads and does not take fewer; none is limited then
     */
    public static ThreadLimit limitAll(int threads) {
        UncontrolledThreads.requirePositive(threads);
        LimitOfAll limit = new LimitOfAll(threads);
        synchronized (OPEN) {
            try {
                limit.coverAll(all());
            } catch (RuntimeException refused) {
                limit.close();
                throw refused;
            }
            OPEN.add(limit);
        }
        return limit;
    }

    /** Has open limits of all reach what was just loaded. */
    static void noteLoading() {
        synchronized (OPEN) {
            if (!OPEN.isEmpty()) {
                all();
            }
        }
    }

    private static final class LimitOfAll implements ThreadLimit {
        private final int requested;
        private final Map<LoadedLibrary, ThreadLimit> parts = new LinkedHashMap<>();
        private int effective;

        LimitOfAll(int requested) {
            this.requested = requested;
            effective = requested;
        }

        void coverAll(List<LoadedLibrary> libraries) {
            libraries.forEach(this::cover);
            int largest =
                    libraries.stream().mapToInt(LoadedLibrary::threads).max().orElse(0);
            effective = largest > 0 ? largest : requested;
        }

        void cover(LoadedLibrary library) {
            LibrarySettings settings = library.settings();
            if (parts.containsKey(library) || !settings.isControlled()) {
                return;
            }
            int possible = settings.maxThreads() > 0 ? Math.min(requested, settings.maxThreads()) : requested;
            try {
                parts.put(library, settings.limit(possible));
            } catch (ResourceUnavailableException refused) {
                if (library.threads() > requested) {
                    throw refused;
                }
            }
        }

        @Override
        public int requested() {
            return requested;
        }

        @Override
        public int effective() {
            return effective;
        }

        /** In the reverse order, as FlexiBLAS sets the threads of another one that was covered after it. */
        @Override
        public void close() {
            synchronized (OPEN) {
                OPEN.remove(this);
                List<ThreadLimit> covered = new ArrayList<>(parts.values());
                for (int i = covered.size() - 1; i >= 0; i--) {
                    covered.get(i).close();
                }
            }
        }
    }

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
}

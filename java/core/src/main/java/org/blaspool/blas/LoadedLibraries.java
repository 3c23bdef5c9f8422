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

    /** All that are loaded now, BLASes and run-time libraries of OpenMP; open limits of all reach those that are new. */
    public static List<LibrarySettings> all() {
        NativeLibrary.load();
        List<LibrarySettings> found = new ArrayList<>();
        synchronized (OPEN) {
            for (long handle : NativeBlas.openLoaded()) {
                if (!KEPT.add(handle)) {
                    NativeBlas.close(handle);
                }
                found.add(LibrarySettings.of(handle));
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
        private final Map<LibrarySettings, ThreadLimit> parts = new LinkedHashMap<>();
        private int effective;

        LimitOfAll(int requested) {
            this.requested = requested;
            effective = requested;
        }

        void coverAll(List<LibrarySettings> libraries) {
            libraries.forEach(this::cover);
            int largest =
                    libraries.stream().mapToInt(LibrarySettings::threads).max().orElse(0);
            effective = largest > 0 ? largest : requested;
        }

        void cover(LibrarySettings library) {
            int most = library.info().maxThreads();
            if (parts.containsKey(library) || !library.info().threadControl()) {
                return;
            }
            int possible = most > 0 ? Math.min(requested, most) : requested;
            try {
                parts.put(library, library.limit(possible));
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
}

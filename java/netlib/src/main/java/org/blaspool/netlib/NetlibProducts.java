package org.blaspool.netlib;

import java.util.concurrent.TimeUnit;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.CpuSet;
import org.blaspool.cpu.Pinning;
import org.blaspool.error.InvalidInputException;

/**
 * The BLAS of this process under netlib-java and dev.ludovic.netlib: which one it is, its threads and its CPUs. It is
 * loaded with the first use of this class, by these system properties:
 *
 * <ul>
 *   <li>{@code org.blaspool.netlib.blas}: {@code bundled} (the default), {@code system}, or the path of a CBLAS library
 *   <li>{@code org.blaspool.netlib.threads}: its threads a call; without it, what the library takes by itself
 *   <li>{@code org.blaspool.netlib.cpus}: the CPUs of the library's own threads, as {@code 0-3,8}; calling threads keep
 *       theirs ({@link #pinCaller})
 *   <li>{@code org.blaspool.netlib.inplace}: the largest n for which a product of n x n matrices is computed on the
 *       arrays where they lie; larger ones go through memory outside the heap
 *   <li>{@code org.blaspool.netlib.stage}: bytes of that memory for each thread that calls
 *   <li>{@code org.blaspool.netlib.split}: milliseconds to spend at the start on measuring which products of middle size
 *       (n of 100 to 400) are faster in parts; that works while a call has one thread. Without it nothing is split
 * </ul>
 *
 * <p>Thread-safe; limits are to be set while no product runs.
 */
public final class NetlibProducts {
    private static final NetlibSettings SETTINGS = NetlibSettings.ofSystemProperties();
    private static final BlasLibrary BLAS = open();
    private static final ArrayDgemm DGEMM = ArrayDgemm.of(BLAS, SETTINGS.inPlaceVolume(), SETTINGS.stageBytes());

    private NetlibProducts() {}

    /** What was loaded. */
    public static BlasInfo info() {
        return BLAS.info();
    }

    /** Threads of each call now; 0 where the library cannot tell. */
    public static int threads() {
        return BLAS.threads();
    }

    /**
     * Limits the threads of each call, for the whole process, until the limit is closed.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where that count cannot be had
     * @throws IllegalStateException while a product runs
     */
    public static ThreadLimit limitThreads(int threads) {
        return BLAS.limitThreads(threads);
    }

    /**
     * Pins the calling thread, which computes its share of each product itself, until the scope is closed.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the kernel does not give all of these CPUs
     */
    public static Pinning pinCaller(CpuSet cpus) {
        return Pinning.pin(cpus);
    }

    static ArrayDgemm dgemm() {
        return DGEMM;
    }

    @SuppressWarnings("try")
    private static BlasLibrary open() {
        if (SETTINGS.cpus().isEmpty()) {
            return limited(BlasSpec.parse(SETTINGS.blas()).open());
        }
        // The library's threads inherit the mask of the thread that loads it, or that first asks for more of them.
        try (Pinning pinned = Pinning.pin(CpuSet.parse(SETTINGS.cpus()))) {
            return limited(BlasSpec.parse(SETTINGS.blas()).open());
        }
    }

    /** Limits and rules that last as long as the process are never closed. */
    @SuppressWarnings("resource")
    private static BlasLibrary limited(BlasLibrary blas) {
        if (SETTINGS.threads() > 0) {
            blas.limitThreads(SETTINGS.threads());
        }
        if (SETTINGS.splitMillis() > 0) {
            blas.split(blas.calibrateSplit(TimeUnit.MILLISECONDS.toNanos(SETTINGS.splitMillis())));
        }
        return blas;
    }

    /**
     * What the system properties of {@link NetlibProducts} say.
     *
     * @param threads 0 where none was named
     * @param cpus "" where none were named
     * @param splitMillis how long to look for products that are faster in parts; 0 not at all
     */
    record NetlibSettings(
            String blas, int threads, String cpus, long inPlaceVolume, long stageBytes, long splitMillis) {
        private static final String PREFIX = "org.blaspool.netlib.";

        /**
         * From about here on staging costs nothing: its copies are made good by the huge pages that they lie in. The
         * collector waits for 20 to 40 ms at most below. Measured by bench/jmh, NetlibRatios; docs/netlib.md has the figures.
         */
        private static final long IN_PLACE_EDGE = 1000;

        /** Blocks of 2300 x 2300. */
        private static final long STAGE_BYTES = 128L << 20;

        private static final long LEAST_STAGE_BYTES = 1 << 20;

        static NetlibSettings ofSystemProperties() {
            long edge = number("inplace", IN_PLACE_EDGE, 0, 2_000_000);
            return new NetlibSettings(
                    System.getProperty(PREFIX + "blas", "bundled"),
                    (int) number("threads", 0, 1, Integer.MAX_VALUE),
                    System.getProperty(PREFIX + "cpus", ""),
                    edge * edge * edge,
                    number("stage", STAGE_BYTES, LEAST_STAGE_BYTES, 1L << 40),
                    number("split", 0, 0, 60_000));
        }

        private static long number(String name, long otherwise, long least, long most) {
            String text = System.getProperty(PREFIX + name);
            if (text == null) {
                return otherwise;
            }
            try {
                long value = Long.parseLong(text.strip());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException noNumber) {
                // Refused below like a number out of range.
            }
            throw new InvalidInputException("system property is not a number in its range: " + PREFIX + name + "="
                    + text + ", allowed " + least + " to " + most);
        }
    }
}

package org.blaspool.netlib;

import org.blaspool.error.InvalidInputException;

/**
 * What the system properties of {@link NetlibProducts} say.
 *
 * @param threads 0 where none was named
 * @param cpus "" where none were named
 * @param splitMillis how long to look for products that are faster in parts; 0 not at all
 */
record NetlibSettings(String blas, int threads, String cpus, long inPlaceVolume, long stageBytes, long splitMillis) {
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
        throw new InvalidInputException("system property is not a number in its range: " + PREFIX + name + "=" + text
                + ", allowed " + least + " to " + most);
    }
}

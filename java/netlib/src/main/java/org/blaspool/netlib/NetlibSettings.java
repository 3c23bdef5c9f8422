package org.blaspool.netlib;

import org.blaspool.error.InvalidInputException;

/**
 * What the system properties of {@link NetlibProducts} say.
 *
 * @param threads 0 where none was named
 * @param cpus "" where none were named
 */
record NetlibSettings(String blas, int threads, String cpus, long inPlaceVolume, long stageBytes) {
    private static final String PREFIX = "org.blaspool.netlib.";

    /**
     * Up to here copies would cost a tenth of a product and more on two cores, and the collector waits 0.15 s at most
     * there. Measured in bench/jmh, NetlibBenchmark.
     */
    private static final long IN_PLACE_EDGE = 2000;

    /** Blocks of about 2300 x 2300, whose copies cost 5 %. */
    private static final long STAGE_BYTES = 128L << 20;

    private static final long LEAST_STAGE_BYTES = 1 << 20;

    static NetlibSettings ofSystemProperties() {
        long edge = number("inplace", IN_PLACE_EDGE, 0, 2_000_000);
        return new NetlibSettings(
                System.getProperty(PREFIX + "blas", "bundled"),
                (int) number("threads", 0, 1, Integer.MAX_VALUE),
                System.getProperty(PREFIX + "cpus", ""),
                edge * edge * edge,
                number("stage", STAGE_BYTES, LEAST_STAGE_BYTES, 1L << 40));
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

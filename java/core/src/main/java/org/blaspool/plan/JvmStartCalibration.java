package org.blaspool.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Measures what it costs to start a JVM, in a tenth of a second. */
final class JvmStartCalibration {
    private JvmStartCalibration() {}

    static double seconds() {
        try {
            return fastestOfTwo();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("calibration was interrupted", e);
        }
    }

    private static double fastestOfTwo() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            builder.start().waitFor();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}

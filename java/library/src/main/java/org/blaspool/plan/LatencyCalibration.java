package org.blaspool.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.blaspool.jni.NativeProbe;

/** Measures what it costs to wake a thread and to start a JVM, in a fifth of a second. */
final class LatencyCalibration {
    private LatencyCalibration() {}

    static MachineProfile.Latency measure() {
        try {
            return new MachineProfile.Latency(NativeProbe.wakeupNanos() / 2e9, jvmStart());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("calibration was interrupted", e);
        }
    }

    private static double jvmStart() throws IOException, InterruptedException {
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

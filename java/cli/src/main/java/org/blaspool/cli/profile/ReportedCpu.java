package org.blaspool.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.blaspool.jni.NativeProbe;

/**
 * What a report says of a round's CPU time, and which part of it the page faults that it counts should have cost: their
 * number by the cost of the first touch of a small page here. No phase is theirs, they happen in all.
 *
 * @param faults of the median round, in all processes
 * @param secondsEach of one, clearing the page included
 * @param percent of the round's CPU time, in user and system mode
 * @param busyPercent that CPU time, of the time of all slots and their BLAS threads: what lacks, they waited
 */
record ReportedCpu(long faults, double secondsEach, double percent, double busyPercent) {
    private static final long PROBE_BYTES = 64L << 20;

    /** Reads a report of one strategy and measures what a fault costs now. */
    static ReportedCpu of(Path report) throws IOException {
        // In a virtual machine the first time may be that of its host.
        double each = Math.min(probe(), probe());
        JsonNode result =
                new ObjectMapper().readTree(report.toFile()).path("results").path(0);
        double cpu = result.path("cpu_user_seconds").asDouble()
                + result.path("cpu_system_seconds").asDouble();
        return of(
                result.path("page_faults").asLong(),
                each,
                cpu,
                threads(result.path("effective"))
                        * result.path("median_seconds").asDouble());
    }

    /** Of all slots together, as it came. */
    private static int threads(JsonNode effective) {
        int threads = 0;
        for (JsonNode slot : effective.path("blas_threads")) {
            threads += Math.max(1, slot.asInt());
        }
        return threads;
    }

    static ReportedCpu of(long faults, double secondsEach, double cpuSeconds, double threadSeconds) {
        double least = Double.MIN_VALUE;
        return new ReportedCpu(
                faults,
                secondsEach,
                100 * faults * secondsEach / Math.max(least, cpuSeconds),
                100 * cpuSeconds / Math.max(least, threadSeconds));
    }

    private static double probe() {
        return NativeProbe.faultCost(PROBE_BYTES, false)[0];
    }
}

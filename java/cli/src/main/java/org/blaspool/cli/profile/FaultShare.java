package org.blaspool.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.blaspool.jni.NativeProbe;

/**
 * What the page faults that a report counts should have cost: their number by the cost of the first touch of a small
 * page here, in percent of the CPU time of the same round. No phase is theirs, they happen in all.
 *
 * @param faults of the median round, in all processes
 * @param secondsEach of one, clearing the page included
 * @param percent of the round's CPU time, in user and system mode
 */
record FaultShare(long faults, double secondsEach, double percent) {
    private static final long PROBE_BYTES = 64L << 20;

    /** Reads a report of one strategy and measures what a fault costs now. */
    static FaultShare of(Path report) throws IOException {
        // In a virtual machine the first time may be that of its host.
        double each = Math.min(probe(), probe());
        JsonNode result =
                new ObjectMapper().readTree(report.toFile()).path("results").path(0);
        return of(
                result.path("page_faults").asLong(),
                each,
                result.path("cpu_user_seconds").asDouble()
                        + result.path("cpu_system_seconds").asDouble());
    }

    static FaultShare of(long faults, double secondsEach, double cpuSeconds) {
        return new FaultShare(faults, secondsEach, 100 * faults * secondsEach / Math.max(Double.MIN_VALUE, cpuSeconds));
    }

    private static double probe() {
        return NativeProbe.faultCost(PROBE_BYTES, false)[0];
    }
}

package org.blaspool.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.blaspool.observe.Timeline.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromeTraceTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWriteTimesToTheNanosecond() throws Exception {
        Path file = directory.resolve("t.json");
        try (ChromeTrace trace = ChromeTrace.create(file)) {
            long start = System.nanoTime();
            Track track = trace.ownTrack("caller");
            trace.span(track, "compute", start, start + 1_234_567, Map.of("product", 3, "why", "a \"quote\""));
            trace.instant(trace.workerTrack(7, "worker", "main"), "death", start, Map.of("cause", "signal SIGKILL"));
        }
        TraceFile trace = new TraceFile(file);
        trace.requireSound();
        JsonNode span = trace.named("compute").get(0);
        assertThat(span.path("dur").decimalValue()).isEqualByComparingTo("1234.567");
        assertThat(span.path("args").path("product").asInt()).isEqualTo(3);
        assertThat(trace.process(trace.named("death").get(0))).isEqualTo("worker");
    }

    @Test
    void shouldDropWhatIsTooMuchAndCountIt() throws Exception {
        Path file = directory.resolve("t.json");
        try (ChromeTrace trace = ChromeTrace.create(file, 10)) {
            Track track = trace.ownTrack("caller");
            for (int i = 0; i < 15; i++) {
                trace.span(track, "compute", System.nanoTime(), System.nanoTime(), Map.of());
            }
            assertThat(trace.dropped()).isEqualTo(5);
        }
        assertThat(new TraceFile(file).named("compute")).hasSize(10);
    }
}

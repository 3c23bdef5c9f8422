package org.blaspool.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A trace that was written, held to the rules of its format. */
public final class TraceFile {
    /** Microseconds that two ends may lie apart by rounding. */
    private static final double ROUNDING = 0.002;

    private final List<JsonNode> events = new ArrayList<>();
    private final Map<Long, String> processes = new HashMap<>();

    public TraceFile(Path file) throws IOException {
        JsonNode trace = new ObjectMapper().readTree(file.toFile());
        trace.path("traceEvents").forEach(events::add);
        for (JsonNode event : named("process_name")) {
            processes.put(
                    event.path("pid").asLong(), event.path("args").path("name").asText());
        }
    }

    public List<JsonNode> named(String name) {
        return events.stream()
                .filter(event -> event.path("name").asText().equals(name))
                .toList();
    }

    public String process(JsonNode event) {
        return processes.get(event.path("pid").asLong());
    }

    /** What lies within a span of another track: by track, seconds of each name. */
    public Map<String, Map<String, Double>> within(JsonNode round) {
        double start = round.path("ts").asDouble();
        double end = end(round);
        Map<String, Map<String, Double>> seconds = new TreeMap<>();
        for (JsonNode event : events) {
            boolean inside = event.path("ph").asText().equals("X")
                    && event.path("ts").asDouble() >= start - ROUNDING
                    && end(event) <= end + ROUNDING;
            if (inside && !event.path("name").asText().equals("round")) {
                seconds.computeIfAbsent(track(event), none -> new HashMap<>())
                        .merge(event.path("name").asText(), event.path("dur").asDouble() * 1e-6, Double::sum);
            }
        }
        return seconds;
    }

    private static String track(JsonNode event) {
        return event.path("pid").asText() + "/" + event.path("tid").asText();
    }

    private static double end(JsonNode event) {
        return event.path("ts").asDouble() + event.path("dur").asDouble();
    }

    /** What viewers insist on: types, times, names of all tracks, and no two spans of a track that cross. */
    public void requireSound() {
        Set<String> named =
                Set.copyOf(named("thread_name").stream().map(TraceFile::track).toList());
        Map<String, List<JsonNode>> spans = new HashMap<>();
        for (JsonNode event : events) {
            String type = event.path("ph").asText();
            assertThat(type).isIn("M", "X", "i");
            assertThat(event.path("name").asText()).isNotEmpty();
            assertThat(event.path("pid").isIntegralNumber()).isTrue();
            assertThat(event.path("tid").isIntegralNumber()).isTrue();
            assertThat(event.path("args").isObject()).isTrue();
            if (type.equals("M")) {
                continue;
            }
            assertThat(event.path("ts").asDouble(-1)).isGreaterThanOrEqualTo(0);
            assertThat(named).contains(track(event));
            assertThat(processes).containsKey(event.path("pid").asLong());
            if (type.equals("X")) {
                assertThat(event.path("dur").asDouble(-1)).isGreaterThanOrEqualTo(0);
                spans.computeIfAbsent(track(event), none -> new ArrayList<>()).add(event);
            } else {
                assertThat(event.path("s").asText()).isIn("g", "p", "t");
            }
        }
        spans.values().forEach(TraceFile::requireApart);
    }

    private static void requireApart(List<JsonNode> spans) {
        spans.sort(Comparator.comparingDouble(span -> span.path("ts").asDouble()));
        double last = 0;
        for (JsonNode span : spans) {
            assertThat(span.path("ts").asDouble()).as(span.toString()).isGreaterThanOrEqualTo(last - ROUNDING);
            last = end(span);
        }
    }
}

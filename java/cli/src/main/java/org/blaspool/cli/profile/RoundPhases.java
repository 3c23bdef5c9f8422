package org.blaspool.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;

/**
 * When the timed rounds of a run were, and what their phases amount to, by what the code is about that runs in them.
 * Queueing is left out: nothing runs in it.
 */
final class RoundPhases {
    private static final String QUEUE = "queue";

    private record Span(long start, long end) {}

    private final Map<String, StackClass> about;
    private final List<Span> rounds = new ArrayList<>();
    private final Map<StackClass, Double> seconds = new EnumMap<>(StackClass.class);
    private double queued;
    private double total;

    private RoundPhases(StrategySpec spec) {
        about = about(spec);
    }

    /** @param trace of a run of that strategy alone; its first round was a warm-up */
    static RoundPhases of(StrategySpec spec, Path trace) throws IOException {
        RoundPhases phases = new RoundPhases(spec);
        JsonNode document = new ObjectMapper().readTree(trace.toFile());
        long origin = document.path("otherData").path("origin_nanos").asLong();
        boolean warmUp = true;
        for (JsonNode event : document.path("traceEvents")) {
            if (event.path("name").asText().equals("round")) {
                if (!warmUp) {
                    phases.add(event, origin);
                }
                warmUp = false;
            }
        }
        return phases;
    }

    /** Which phase, by its name in reports, is about what. */
    static Map<String, StackClass> about(StrategySpec spec) {
        boolean sends =
                spec.kind() == StrategyKind.PROCESSES_SERIALIZED || spec.kind() == StrategyKind.PROCESSES_HOSTED;
        boolean java =
                sends && spec.codec().filter(codec -> codec == Codec.JAVA).isPresent();
        Map<String, StackClass> about = new LinkedHashMap<>();
        about.put("prepare", StackClass.OTHER);
        about.put("serialize", StackClass.SERIALIZATION);
        about.put("send", StackClass.COPYING);
        // Independent tasks read files in it, and write them in return.
        about.put(
                "deserialize", spec.kind() == StrategyKind.INDEPENDENT ? StackClass.COPYING : StackClass.SERIALIZATION);
        about.put("compute", StackClass.DGEMM);
        // One phase for encoding, sending and decoding a result; which of these it mostly is, the codec decides.
        about.put("return", java ? StackClass.SERIALIZATION : StackClass.COPYING);
        about.put("other", StackClass.OTHER);
        return about;
    }

    private void add(JsonNode event, long origin) {
        long start = origin + Math.round(event.path("ts").asDouble() * 1e3);
        rounds.add(new Span(start, start + Math.round(event.path("dur").asDouble() * 1e3)));
        JsonNode phases = event.path("args");
        about.forEach((phase, what) -> seconds.merge(what, phases.path(phase).asDouble(), Double::sum));
        queued += phases.path(QUEUE).asDouble();
        total += event.path("dur").asDouble() * 1e-6;
    }

    int rounds() {
        return rounds.size();
    }

    /** Whether a moment, in nanoseconds of the machine's monotonic clock, lies in a timed round. */
    boolean contains(long nanos) {
        return rounds.stream().anyMatch(round -> nanos >= round.start() && nanos < round.end());
    }

    /** In percent of all phases but queueing. */
    double percent(StackClass what) {
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        return 100 * seconds.getOrDefault(what, 0.0) / Math.max(Double.MIN_VALUE, all);
    }

    /** The phase queue, in percent of the rounds. */
    double queuedPercent() {
        return 100 * queued / Math.max(Double.MIN_VALUE, total);
    }

    /** The phases that are about it, by name. */
    String names(StackClass what) {
        StringJoiner names = new StringJoiner(", ");
        about.forEach((phase, each) -> {
            if (each == what) {
                names.add(phase);
            }
        });
        return names.toString();
    }
}

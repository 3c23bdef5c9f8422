package org.blaspool.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The shares of what was sampled within the timed rounds, beside the phases that were measured in the same rounds.
 *
 * <p>Samples are CPU time, phases are time on the wall. They are compared where a slot is at work, in the BLAS or with
 * operands and results: what a worker waits for there, the parent (or the server) does for it meanwhile, and its threads
 * are sampled too. Queueing and what no phase measured are left out of the one, the JVM's own threads of the other.
 */
final class PhaseShares {
    private static final Set<String> OF_THE_JVM = Set.of(
            "C1 CompilerThre",
            "C2 CompilerThre",
            "VM Thread",
            "VM Periodic Tas",
            "Sweeper thread",
            "Common-Cleaner",
            "Service Thread",
            "Monitor Deflati",
            "blaspool-memory",
            "Reference Handl",
            "Signal Dispatch");
    private static final List<String> MOVING = List.of("serialize", "send", "deserialize", "return");

    private record Span(long start, long end) {}

    private final List<Span> rounds = new ArrayList<>();
    private final Map<StackClass, Long> samples = new EnumMap<>(StackClass.class);
    private double computeSeconds;
    private double movingSeconds;
    private long inDgemm;
    private long all;

    private PhaseShares() {}

    /** @param trace of the run that was sampled; its first round was a warm-up */
    static PhaseShares of(List<StackSample> samples, Path trace) throws IOException {
        PhaseShares shares = new PhaseShares();
        shares.readRounds(new ObjectMapper().readTree(trace.toFile()));
        samples.forEach(shares::add);
        return shares;
    }

    private void readRounds(JsonNode trace) {
        long origin = trace.path("otherData").path("origin_nanos").asLong();
        boolean warmUp = true;
        for (JsonNode event : trace.path("traceEvents")) {
            if (!event.path("name").asText().equals("round")) {
                continue;
            }
            if (!warmUp) {
                long start = origin + Math.round(event.path("ts").asDouble() * 1e3);
                rounds.add(new Span(start, start + Math.round(event.path("dur").asDouble() * 1e3)));
                JsonNode phases = event.path("args");
                computeSeconds += phases.path("compute").asDouble();
                for (String phase : MOVING) {
                    movingSeconds += phases.path(phase).asDouble();
                }
            }
            warmUp = false;
        }
    }

    /** Whether it counts: of a thread that has to do with products, within a timed round. */
    boolean counts(StackSample sample) {
        return !OF_THE_JVM.contains(sample.thread())
                && !sample.thread().startsWith("GC Thread")
                && rounds.stream().anyMatch(round -> sample.nanos() >= round.start() && sample.nanos() < round.end());
    }

    private void add(StackSample sample) {
        if (counts(sample)) {
            all++;
            samples.merge(StackClass.of(sample.frames()), 1L, Long::sum);
            if (StackClass.isInBlas(sample.frames())) {
                inDgemm++;
            }
        }
    }

    /** The share of dgemm by samples, in percent. */
    double sampledPercent() {
        return 100.0 * inDgemm / Math.max(1, all);
    }

    /** The share of the phase compute, in percent of what slots did at work. */
    double measuredPercent() {
        return 100 * computeSeconds / Math.max(Double.MIN_VALUE, computeSeconds + movingSeconds);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%d samples in %d timed rounds%n%n", all, rounds.size()));
        text.append("of the CPU time\n");
        for (StackClass each : StackClass.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-14s %5.1f %%%n",
                    each.label(),
                    100.0 * samples.getOrDefault(each, 0L) / Math.max(1, all)));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%nby samples %.1f %% in dgemm (page faults in it included), by the phases %.1f %% in compute:"
                                + " %.1f points apart%n",
                        sampledPercent(),
                        measuredPercent(),
                        Math.abs(sampledPercent() - measuredPercent())))
                .toString();
    }
}

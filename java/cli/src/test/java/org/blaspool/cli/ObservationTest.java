package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.blaspool.cli.trace.TraceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a timeline and flight recordings tell of real runs. */
class ObservationTest {
    private static final List<String> WAITING_AND_REST = List.of("queue", "other", "compute");

    @TempDir
    private Path directory;

    @Test
    void shouldDrawThePhasesThatTheReportHas() throws Exception {
        Path traceFile = directory.resolve("t.json");
        Path reportFile = directory.resolve("r.json");

        CommandLine line = CommandLine.run(words(
                "compare --size 300 --pairs 24 --rounds 1 --suite all --quiet",
                "--trace",
                traceFile.toString(),
                "--json",
                reportFile.toString()));

        assertThat(line.err()).isEmpty();
        assertThat(line.status()).isZero();
        TraceFile trace = new TraceFile(traceFile);
        trace.requireSound();
        JsonNode rows = new ObjectMapper().readTree(reportFile.toFile()).path("results");
        assertThat(rows).hasSize(8);
        for (JsonNode row : rows) {
            requireSamePhases(trace, row);
        }
    }

    /**
     * The report's phases are means over slots, and over the middle two batches of a round that has an even number of
     * them; between two products a slot is in the loop that claims them.
     */
    private static void requireSamePhases(TraceFile trace, JsonNode row) {
        String spec = row.path("spec").asText();
        List<Map<String, Map<String, Double>>> batches = new ArrayList<>();
        for (double seconds : middle(row.path("samples").path("batch_seconds").get(0))) {
            Map<String, Map<String, Double>> slots = trace.within(roundOf(trace, seconds));
            assertThat(slots).as(spec).isNotEmpty();
            slots.forEach((slot, phases) -> assertThat(
                            phases.values().stream().mapToDouble(each -> each).sum())
                    .as(spec + " slot " + slot)
                    .isCloseTo(seconds, within(1e-4)));
            batches.add(slots);
        }
        double seconds = row.path("seconds").get(0).asDouble();
        JsonNode reported = row.path("phase_seconds");
        reported.properties().forEach(phase -> {
            if (!WAITING_AND_REST.contains(phase.getKey())) {
                assertThat(mean(batches, phase.getKey()))
                        .as(spec + " " + phase.getKey())
                        .isCloseTo(phase.getValue().asDouble(), within(0.01 * seconds));
            }
        });
        assertThat(mean(batches, "compute") + mean(batches, "other"))
                .isCloseTo(
                        reported.path("compute").asDouble()
                                + reported.path("other").asDouble(),
                        within(0.1 * seconds));
    }

    /** The one in the middle, or two. */
    private static double[] middle(JsonNode batchSeconds) {
        double[] sorted = IntStream.range(0, batchSeconds.size())
                .mapToDouble(i -> batchSeconds.get(i).asDouble())
                .sorted()
                .toArray();
        return Arrays.copyOfRange(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1);
    }

    private static JsonNode roundOf(TraceFile trace, double seconds) {
        return trace.named("round").stream()
                .filter(event -> Math.abs(event.path("dur").asDouble() * 1e-6 - seconds) < 1e-8)
                .findFirst()
                .orElseThrow();
    }

    private static double mean(List<Map<String, Map<String, Double>>> batches, String phase) {
        return batches.stream()
                .mapToDouble(slots -> slots.values().stream()
                        .mapToDouble(phases -> phases.getOrDefault(phase, 0.0))
                        .average()
                        .orElse(0))
                .average()
                .orElse(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes-shared:workers=2", "processes-serialized:workers=2"})
    void shouldShowADeathTheRetryAndTheNewWorker(String strategy) throws Exception {
        KilledComparison comparison = new KilledComparison(strategy, 1);
        // A batch may end just before the kill: its worker has nothing in hand then, and nothing is tried again.
        for (int attempt = 2; attempt < 10 && !comparison.wasKilledWithProductsInHand(); attempt++) {
            comparison = new KilledComparison(strategy, attempt);
        }
        assertThat(comparison.err).contains("a worker was killed while it recorded");
        TraceFile trace = comparison.trace;
        trace.requireSound();
        long victim = comparison.victim.pid();
        JsonNode death = only(trace.named("death"));
        assertThat(death.path("pid").asLong()).isEqualTo(victim);
        assertThat(death.path("args").path("cause").asText()).contains("SIGKILL");
        JsonNode replacement = only(trace.named("replacement"));
        assertThat(replacement.path("args").path("replaces").asLong()).isEqualTo(victim);
        assertThat(replacement.path("pid").asLong()).isNotEqualTo(victim);
        assertThat(trace.named("retry")).isNotEmpty();
        JsonNode retried = trace.named("retry").get(0);
        assertThat(retried.path("ts").asDouble())
                .isGreaterThanOrEqualTo(death.path("ts").asDouble());

        requireRecorded(comparison.recordings, victim, replacement.path("pid").asLong());
    }

    /** A comparison of which a worker is killed once it has recorded something. */
    private final class KilledComparison {
        final Path recordings;
        final ProcessHandle victim;
        final TraceFile trace;
        final String err;

        KilledComparison(String strategy, int attempt) throws Exception {
            Path place = Files.createDirectories(directory.resolve("attempt-" + attempt));
            Path scratch = Files.createDirectories(place.resolve("scratch"));
            Path traceFile = place.resolve("t.json");
            recordings = place.resolve("jfr");
            String[] words = words(
                    "compare --size 700 --pairs 200 --rounds 1 --chunk-size 2 --quiet --strategies " + strategy,
                    "--trace",
                    traceFile.toString(),
                    "--jfr",
                    recordings.toString());
            try (CommandProcess process = CommandProcess.start(scratch, words)) {
                victim = process.awaitBusyWorkers(2, 1.0).get(0);
                awaitProductWritten(recordings.resolve("unfinished"), victim);
                process.awaitComputing(victim);
                victim.destroyForcibly();
                assertThat(process.await()).isZero();
                err = process.err();
            }
            trace = new TraceFile(traceFile);
            assertThat(scratch).isEmptyDirectory();
        }

        boolean wasKilledWithProductsInHand() {
            return !trace.named("retry").isEmpty();
        }
    }

    /** A JVM writes what it recorded every second: waits until a product is among it. */
    private void awaitProductWritten(Path unfinished, ProcessHandle worker) throws Exception {
        while (worker.isAlive() && !holdsProduct(unfinished, worker)) {
            Thread.sleep(100);
        }
    }

    private boolean holdsProduct(Path unfinished, ProcessHandle worker) throws IOException {
        try (Stream<Path> files = Files.walk(unfinished)) {
            List<Path> chunks = files.filter(file -> file.getParent().toString().endsWith("_" + worker.pid())
                            && file.toString().endsWith(".jfr"))
                    .toList();
            return chunks.size() == 1
                    && !named(RecordingFile.readAllEvents(flushed(chunks.get(0))), "Product")
                            .isEmpty();
        } catch (IOException | UncheckedIOException e) {
            // There is none yet, or it was being written while it was read.
            return false;
        }
    }

    /** A copy of what a chunk's header says to be written, made to end there. */
    private Path flushed(Path chunk) throws IOException {
        byte[] bytes = Files.readAllBytes(chunk);
        if (bytes.length < 64 + Byte.BYTES) {
            throw new IOException("no header yet");
        }
        long flushed = ByteBuffer.wrap(bytes).getLong(8);
        bytes[64] = 0;
        return Files.write(
                directory.resolve("flushed.jfr"), Arrays.copyOf(bytes, (int) Math.min(bytes.length, flushed)));
    }

    private static JsonNode only(List<JsonNode> events) {
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static void requireRecorded(Path recordings, long dead, long replacing) throws IOException {
        List<RecordedEvent> parent = events(recordings, "parent-");
        RecordedEvent death = named(parent, "WorkerDeath").get(0);
        assertThat(death.getLong("workerPid")).isEqualTo(dead);
        assertThat(death.getString("cause")).contains("SIGKILL");
        List<RecordedEvent> retries = named(parent, "Retry");
        assertThat(retries).isNotEmpty().allMatch(retry -> retry.getInt("attempt") == 2);
        assertThat(named(parent, "WorkerStart"))
                .extracting(start -> start.getLong("workerPid"))
                .contains(dead, replacing);

        List<RecordedEvent> workers = events(recordings, "worker");
        assertThat(named(workers, "Product")).anyMatch(product -> product.getInt("attempt") == 2);
        RecordedEvent product = named(workers, "Product").get(0);
        assertThat(product.getLong("m")).isEqualTo(700);
        assertThat(product.getDouble("gflops")).isPositive();
        assertThat(product.getDouble("seconds")).isPositive();
        assertThat(named(workers, "Product"))
                .extracting(each -> each.getLong("pid"))
                .contains(replacing);
        // What the killed one had written before is kept.
        assertThat(named(events(recordings, "killed-" + dead), "Product")).isNotEmpty();
    }

    private static List<RecordedEvent> events(Path recordings, String role) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(recordings)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(role))
                    .toList()) {
                events.addAll(RecordingFile.readAllEvents(file));
            }
        }
        events.sort(Comparator.comparing(RecordedEvent::getStartTime));
        return events;
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("org.blaspool." + name))
                .toList();
    }

    private static String[] words(String line, String... more) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }
}

package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** {@code ./blaspool} in a process of its own, perhaps on another JDK, and its JSON. */
final class CompareCommand {
    private CompareCommand() {}

    /** The report of {@code ./blaspool compare} with these options. */
    static JsonNode run(Bench bench, Optional<Path> jdk, List<String> options) {
        List<String> command = new ArrayList<>(List.of(bench.file("blaspool").toString(), "compare", "--exclusive"));
        command.addAll(options);
        command.addAll(List.of("--json", "-"));
        return run(command, jdk);
    }

    private static JsonNode run(List<String> command, Optional<Path> jdk) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        jdk.ifPresent(home -> builder.environment().put("JAVA_HOME", home.toString()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            JsonNode report = new ObjectMapper().readTree(process.getInputStream());
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("command failed: status=" + status + " " + String.join(" ", command));
            }
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Rounds of two rows, which ran in turns. */
    static Duel duel(JsonNode report, String ours, String reference) {
        return new Duel(seconds(row(report, ours)), seconds(row(report, reference)));
    }

    private static JsonNode row(JsonNode report, String strategy) {
        return StreamSupport.stream(report.get("results").spliterator(), false)
                .filter(row -> row.get("strategy").asText().equals(strategy))
                .findFirst()
                .orElseThrow();
    }

    private static double[] seconds(JsonNode row) {
        return StreamSupport.stream(row.get("seconds").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}

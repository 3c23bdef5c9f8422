package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.PlanReport;
import org.blaspool.cli.report.PlanReport.SamplesReport;
import org.blaspool.matrix.ProductShape;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planning for another machine, by its samples; nothing of this one is asked. */
class PlanCommandTest {
    private static final ProductShape CUBE = new ProductShape(1000, 1000, 1000);

    @TempDir
    private Path directory;

    private Path node() throws IOException {
        Samples samples = Samples.inMemory("a compute node|64 cores");
        samples.record(StrategySpec.parse("threads").way(64), CUBE, 640, 0.25, 0);
        samples.record(StrategySpec.parse("blas-threads").way(64), CUBE, 640, 0.35, 0);
        PlanReport saved = new PlanReport(
                PlanReport.SCHEMA,
                null,
                null,
                0,
                List.of(),
                null,
                0,
                List.of(),
                SamplesReport.of(samples, 64, 1L << 40));
        return Files.writeString(directory.resolve("node.json"), Json.write(saved));
    }

    @Test
    void shouldPlanForAnotherMachineByItsSamples() throws IOException {
        CommandLine outcome = CommandLine.run(
                "plan", "--size", "1000", "--pairs", "640", "--machine", node().toString(), "--json", "-");

        assertThat(outcome.status()).isZero();
        JsonNode plan = new ObjectMapper().readTree(outcome.out());
        assertThat(plan.path("recommendation").path("spec").asText()).isEqualTo("threads:workers=64:blas-threads=1");
        assertThat(plan.path("recommendation").path("basis").asText()).isEqualTo("predicted");
        JsonNode blasThreads = plan.path("results").get(1);
        assertThat(blasThreads.path("predicted_seconds").asDouble()).isEqualTo(0.35);
        assertThat(blasThreads.path("basis").asText()).isEqualTo("measured");
        assertThat(plan.path("results").get(0).path("predicted_seconds").isNull())
                .isTrue();
    }

    @Test
    void shouldSayOnWhatItRests() throws IOException {
        CommandLine outcome =
                CommandLine.run("plan", "--size", "1000", "--pairs", "1280", "--machine", node().toString());

        assertThat(outcome.out())
                .contains("on another machine, by its samples: a compute node, 64 cores")
                .contains("products, now")
                .contains("no samples")
                .contains("Take threads:workers=64:blas-threads=1");
        assertThat(outcome.out().lines()).hasSizeLessThan(30).allMatch(line -> line.length() <= 80);
    }

    @Test
    void shouldRefuseAFileWithoutSamples() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{\"schema\": \"x\"}");

        CommandLine outcome = CommandLine.run("plan", "--machine", file.toString());

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("file has no samples of a machine").contains("plan --save");
    }
}

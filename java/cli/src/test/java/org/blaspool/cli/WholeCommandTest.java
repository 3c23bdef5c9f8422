package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands from their words to their reports, on this machine, with strategies inside this process. */
class WholeCommandTest {
    @TempDir
    private Path directory;

    private static JsonNode json(CommandLine line) throws IOException {
        assertThat(line.err()).isEmpty();
        assertThat(line.status()).isZero();
        return new ObjectMapper().readTree(line.out());
    }

    @Test
    void shouldCompareAndVerify() throws IOException {
        JsonNode report = json(CommandLine.run(
                "compare",
                "--size",
                "40x60x50",
                "--pairs",
                "30",
                "--rounds",
                "6",
                "--strategies",
                "sequential,threads:workers=2,threads:workers=2",
                "--json",
                "-"));

        assertThat(report.path("workload").path("flop").asDouble()).isEqualTo(30 * 2.0 * 40 * 60 * 50);
        assertThat(report.path("results")).hasSize(3);
        for (JsonNode row : report.path("results")) {
            assertThat(row.path("verified").asBoolean()).isTrue();
            assertThat(row.path("seconds")).hasSize(6);
            assertThat(row.path("ratio_ci95")).hasSize(2);
            double phases = 0;
            for (JsonNode phase : row.path("phase_seconds")) {
                phases += phase.asDouble();
            }
            assertThat(phases).isCloseTo(row.path("median_seconds").asDouble(), within(0.5 * phases));
        }
        assertThat(report.path("results").path(1).path("effective").path("blas_threads"))
                .hasSize(2);
    }

    @Test
    void shouldHaveNoIntervalBelowSixRounds() throws IOException {
        JsonNode report = json(CommandLine.run(
                "compare",
                "--size",
                "20",
                "--pairs",
                "4",
                "--rounds",
                "2",
                "--strategies",
                "sequential",
                "--json",
                "-"));

        assertThat(report.path("results").path(0).path("ratio_ci95").isNull()).isTrue();
        assertThat(report.path("results").path(0).path("verdict").asText()).isEqualTo("too few rounds");
    }

    @Test
    void shouldInspectTheMachine() throws IOException {
        JsonNode report = json(CommandLine.run("info", "--quick", "--json", "-"));

        assertThat(report.path("schema").asText()).isEqualTo("blaspool.info/1");
        assertThat(report.path("machine").path("cpus").asInt()).isPositive();
        assertThat(report.path("machine").path("fma_peak_gflops").isNull()).isTrue();
        assertThat(report.path("machine").path("blas").path("kind").asText()).isEqualTo("openblas");
        assertThat(report.path("defaults").path("workers").asInt()).isPositive();
    }

    @Test
    void shouldMultiplyFilesAndGoOnWhereItStopped() throws IOException {
        writeOperands(5);
        Path out = directory.resolve("c");
        String[] run = {
            "run",
            "--pairs",
            directory.toString(),
            "--out",
            out.toString(),
            "--strategy",
            "threads:workers=2",
            "--json",
            "-"
        };

        assertThat(json(CommandLine.run(run)).path("stored").asInt()).isEqualTo(5);

        CommandLine again = CommandLine.run(run);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err().lines()).singleElement().asString().contains("count=5", "--resume");

        Files.delete(out.resolve("3.npy"));
        String[] resume = java.util.Arrays.copyOf(run, run.length + 1);
        resume[run.length] = "--resume";
        JsonNode resumed = json(CommandLine.run(resume));
        assertThat(resumed.path("stored").asInt()).isEqualTo(1);
        assertThat(resumed.path("skipped").asInt()).isEqualTo(4);
        assertThat(resumed.path("verified").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes-shared:workers=1", "processes-hosted:workers=1", "independent:workers=1"})
    void shouldStoreTheSameFilesByWorkersAsByThisProcess(String strategy) throws IOException {
        writeOperands(3);
        Path manifest = Files.writeString(
                directory.resolve("list.csv"),
                "a,b,out,alpha,beta,c,transa\na/0.npy,b/0.npy,d/0.npy,,,,\na/1.npy,b/1.npy,1.npy,2,,,\n"
                        + "b/2.npy,b/2.npy,2.npy,1,,,T\na/2.npy,b/2.npy,3.npy,1,-1,c.npy,\n");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix c = store.copyOf(new double[][] {{1, 2}, {3, 4}});
            ResultFile.store(c, directory.resolve("c.npy"), false);
        }
        Path expected = directory.resolve("expected");
        Path out = directory.resolve("out");

        run(manifest, expected, "sequential");
        JsonNode report = run(manifest, out, strategy);

        assertThat(report.path("stored").asInt()).isEqualTo(4);
        assertThat(report.path("verified").asBoolean()).isTrue();
        for (String name : List.of("d/0.npy", "1.npy", "2.npy", "3.npy")) {
            assertThat(out.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
        }
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile).map(out::relativize).map(Path::toString))
                    .containsExactlyInAnyOrder("d/0.npy", "1.npy", "2.npy", "3.npy", ".blaspool/journal-0-of-1.jsonl");
        }
    }

    private static JsonNode run(Path manifest, Path out, String strategy) throws IOException {
        return json(CommandLine.run(
                "run", "--pairs", manifest.toString(), "--out", out.toString(), "--strategy", strategy, "--json", "-"));
    }

    @Test
    void shouldComputeEachEntryInExactlyOneShard() throws IOException {
        writeOperands(7);
        Path out = directory.resolve("c");
        int stored = 0;
        for (int shard = 0; shard < 3; shard++) {
            stored += json(CommandLine.run(
                            "run",
                            "--pairs",
                            directory.toString(),
                            "--out",
                            out.toString(),
                            "--strategy",
                            "sequential",
                            "--shard",
                            shard + "/3",
                            "--json",
                            "-"))
                    .path("stored")
                    .asInt();
        }
        assertThat(stored).isEqualTo(7);
    }

    @Test
    void shouldComputeNothingInADryRun() throws IOException {
        writeOperands(2);
        CommandLine line = CommandLine.run(
                "run",
                "--pairs",
                directory.toString(),
                "--out",
                directory.resolve("c").toString(),
                "--strategy",
                "threads",
                "--dry-run");

        assertThat(line.status()).isZero();
        assertThat(line.out()).contains("2 products to compute", "nothing was computed");
        assertThat(directory.resolve("c")).doesNotExist();
    }

    private void writeOperands(int pairs) throws IOException {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            for (int i = 0; i < pairs; i++) {
                StoredMatrix a = store.copyOf(new double[][] {{1, 2, i}, {3, 4, 5}});
                StoredMatrix b = store.copyOf(new double[][] {{1, 0}, {0, 1}, {1, 1}});
                ResultFile.store(a, directory.resolve("a/" + i + ".npy"), false);
                ResultFile.store(b, directory.resolve("b/" + i + ".npy"), false);
            }
        }
    }
}

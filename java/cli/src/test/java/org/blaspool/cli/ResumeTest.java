package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that goes on trusts, and what it computes again. */
class ResumeTest {
    private static final int PRODUCTS = 6;

    @TempDir
    private Path directory;

    private Path out;
    private Path journal;

    @BeforeEach
    void writeManifest() throws IOException {
        out = directory.resolve("out");
        journal = out.resolve(".blaspool/journal-0-of-1.jsonl");
        StringBuilder lines = new StringBuilder("a,b,out,alpha\n");
        for (int i = 0; i < PRODUCTS; i++) {
            write("a" + i, i);
            lines.append("a" + i + ".npy,b.npy," + i + ".npy,1\n");
        }
        write("b", 10);
        Files.writeString(directory.resolve("list.csv"), lines);
    }

    private void write(String name, double value) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.copyOf(new double[][] {{value, 1}, {2, 3}});
            ResultFile.store(matrix, directory.resolve(name + ".npy"), true);
        }
    }

    private double corner(int product) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return MatrixSource.of(out.resolve(product + ".npy")).load(store).get(0, 0);
        }
    }

    private CommandLine run(String... more) {
        String[] words = {
            "run",
            "--pairs",
            directory.resolve("list.csv").toString(),
            "--out",
            out.toString(),
            "--strategy",
            "threads:workers=2",
            "--json",
            "-"
        };
        return CommandLine.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new));
    }

    private static JsonNode json(CommandLine line) throws IOException {
        assertThat(line.err()).isEmpty();
        assertThat(line.status()).isZero();
        return new ObjectMapper().readTree(line.out());
    }

    private void assertComputes(int products, String... more) throws IOException {
        JsonNode report = json(run(more));
        assertThat(report.path("stored").asInt()).isEqualTo(products);
        assertThat(report.path("skipped").asInt()).isEqualTo(PRODUCTS - products);
    }

    @Test
    void shouldComputeNothingThatIsFinished() throws IOException {
        assertComputes(PRODUCTS);
        assertComputes(0, "--resume");
        assertComputes(0, "--resume", "--verify-results");
    }

    @Test
    void shouldGiveResultsTheirNamesThatAKilledRunHadOnlyRecorded() throws IOException {
        assertComputes(PRODUCTS);
        Path unfinished = Files.createDirectory(out.resolve(".blaspool/unfinished-0-of-1"));
        for (int i = 0; i < 4; i++) {
            Files.move(out.resolve(i + ".npy"), unfinished.resolve(i + ".npy"));
        }
        write("a1", 7);
        Files.write(unfinished.resolve("2.npy"), new byte[] {1}, StandardOpenOption.APPEND);
        Files.copy(unfinished.resolve("3.npy"), unfinished.resolve("copy.npy"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.delete(unfinished.resolve("3.npy"));

        assertComputes(3, "--resume");
        assertThat(corner(0)).isEqualTo(1 * 2);
        assertThat(corner(1)).isEqualTo(7 * 10 + 1 * 2);
        assertThat(corner(2)).isEqualTo(2 * 10 + 1 * 2);
        assertThat(unfinished).doesNotExist();
        assertComputes(0, "--resume", "--verify-results");
    }

    @Test
    void shouldComputeAgainWhatHasOtherInputsOrAnotherFactor() throws IOException {
        assertComputes(PRODUCTS);
        write("a2", 7);
        assertComputes(1, "--resume");
        assertThat(corner(2)).isEqualTo(7 * 10 + 1 * 2);

        Path list = directory.resolve("list.csv");
        Files.writeString(list, Files.readString(list).replace("3.npy,1\n", "3.npy,2\n"));
        assertComputes(1, "--resume");
        assertThat(corner(3)).isEqualTo(2 * (3 * 10 + 1 * 2));

        write("b", 20);
        assertComputes(PRODUCTS, "--resume");
        assertComputes(0, "--resume");
        assertThat(corner(4)).isEqualTo(4 * 20 + 1 * 2);
    }

    @Test
    void shouldKeepAResultWhoseInputsAreGone() throws IOException {
        assertComputes(PRODUCTS);
        Files.delete(directory.resolve("a1.npy"));
        assertComputes(0, "--resume");

        Files.delete(out.resolve("1.npy"));
        CommandLine without = run("--resume");
        assertThat(without.status()).isEqualTo(2);
        assertThat(without.err()).contains("line 3: file is not there: file=a1.npy");
    }

    @Test
    void shouldReplaceResultsThatAreNotTheOnesRecorded() throws IOException {
        assertComputes(PRODUCTS);
        Files.writeString(out.resolve("0.npy"), "not complete");
        Files.delete(out.resolve("5.npy"));
        assertComputes(2, "--resume");
        assertThat(corner(0)).isEqualTo(2);
    }

    @Test
    void shouldFindAFlippedBitWhenResultsAreVerified() throws IOException {
        assertComputes(PRODUCTS);
        Path result = out.resolve("3.npy");
        var time = Files.getLastModifiedTime(result);
        byte[] bytes = Files.readAllBytes(result);
        bytes[bytes.length - 1] ^= 1;
        Files.write(result, bytes);
        Files.setLastModifiedTime(result, time);

        assertComputes(0, "--resume");
        assertComputes(1, "--resume", "--verify-results");
        assertThat(corner(3)).isEqualTo(32);
    }

    @Test
    void shouldComputeAgainWhatHasNoWholeRecord() throws IOException {
        assertComputes(PRODUCTS);
        try (var channel = Files.newByteChannel(journal, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 10);
        }
        assertComputes(1, "--resume");
        Files.delete(journal);
        assertComputes(PRODUCTS, "--resume");
        assertComputes(0, "--resume");
    }

    @Test
    void shouldGoOnWithAnotherNumberOfShardsInOneDirectory() throws IOException {
        for (int shard = 0; shard < 2; shard++) {
            assertThat(json(run("--shard", shard + "/3")).path("stored").asInt())
                    .isEqualTo(2);
        }
        assertThat(run("--shard", "0/3").status()).isEqualTo(2);
        assertComputes(2, "--resume");
        assertThat(json(run("--shard", "2/3", "--resume")).path("stored").asInt())
                .isZero();
    }

    @Test
    void shouldKeepAStatusForProgramsAndSayWhatBoundTheRun() throws IOException {
        Path status = directory.resolve("status.json");
        JsonNode report = json(run("--status", status.toString()));
        assertThat(report.path("bound").path("limit").asText()).isIn("cpu", "disk read", "disk write", "memory");
        JsonNode last = new ObjectMapper().readTree(status.toFile());
        assertThat(last.path("schema").asText()).isEqualTo("blaspool.status/1");
        assertThat(last.path("state").asText()).isEqualTo("done");
        assertThat(last.path("done").asInt()).isEqualTo(PRODUCTS);
        assertThat(last.path("total").asInt()).isEqualTo(PRODUCTS);
        assertThat(last.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        try (var left = Files.newDirectoryStream(directory, ".*")) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhereTheInputIsWrong() throws IOException {
        Files.delete(directory.resolve("b.npy"));
        assertThat(run().status()).isEqualTo(2);
        assertThat(out).doesNotExist();
        assertThat(run("--verify-results").err()).contains("--verify-results, expected it with --resume");
        assertThat(run("--status", directory.toString()).status()).isEqualTo(2);
    }
}

package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run under perf, where there is one. */
class ProfileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldNameJavaFramesOurFunctionAndTheKernelInOneStack() throws Exception {
        Path out = directory.resolve("profile");
        String[] words = {
            "profile",
            "--strategy",
            "processes-serialized:workers=1",
            "--size",
            "500",
            "--pairs",
            "40",
            "--rounds",
            "2",
            "--out",
            out.toString()
        };
        try (CommandProcess process = CommandProcess.start(directory, words)) {
            int status = process.await();
            if (status == 3) {
                assertThat(process.err()).containsPattern("perf is missing: install it|perf_event_paranoid=");
            }
            assumeThat(status).isNotEqualTo(3);
            assertThat(status).isZero();
            assertThat(process.out()).contains("dgemm").contains("phases %");
        }
        List<String> kernels = Files.readAllLines(out.resolve("folded.txt")).stream()
                .filter(stack -> stack.contains("gemm_kernel"))
                .toList();
        assertThat(kernels).isNotEmpty();
        assumeThat(kernels)
                .as(
                        "Haswell's kernel, which is Zen's too, uses the frame pointer for something else: it hides its callers")
                .noneMatch(stack -> stack.contains("gemm_kernel_HASWELL") || stack.contains("gemm_kernel_ZEN"));
        assertThat(kernels)
                .anyMatch(stack ->
                        stack.contains("org.blaspool.jni.NativeBlas.dgemm;Java_org_blaspool_jni_NativeBlas_dgemm;"));
        assertThat(out.resolve("flame.svg")).content().contains("Java_org_blaspool_jni_NativeBlas_dgemm");
    }

    /** On a machine that others use, samples and clocks are further apart than the documents say of a quiet one. */
    private static final double MOST_POINTS = 25;

    @Test
    void shouldShowTheSharesOfSerializationBesideThePhases() throws Exception {
        Path out = directory.resolve("profile");
        String[] words = {
            "profile",
            "--strategy",
            "processes-serialized:codec=java",
            "--size",
            "500",
            "--pairs",
            "40",
            "--rounds",
            "2",
            "--out",
            out.toString()
        };
        try (CommandProcess process = CommandProcess.start(directory, words)) {
            int status = process.await();
            assumeThat(status).as("perf is there and may sample").isNotEqualTo(3);
            assertThat(status).isZero();
            assertThat(process.out()).contains("serialize, deserialize, return");
        }
        Map<String, double[]> shares = new HashMap<>();
        for (String row : Files.readAllLines(out.resolve("shares.csv"))) {
            String[] cells = row.split(",");
            if (!cells[0].equals("class")) {
                shares.put(cells[0], new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])});
            }
        }
        assertThat(shares.keySet())
                .containsExactlyInAnyOrder("dgemm", "serialization", "copying", "other", "page faults");
        assertThat(shares.get("dgemm")[0]).isGreaterThan(10);
        assertThat(shares.get("serialization")[0]).isGreaterThan(10);
        assertThat(shares.get("copying")[0]).isGreaterThan(1);
        assertThat(shares.get("dgemm")[0]
                        + shares.get("serialization")[0]
                        + shares.get("copying")[0]
                        + shares.get("other")[0])
                .isCloseTo(100, within(0.1));
        assertThat(shares.values()).allSatisfy(share -> assertThat(share[0]).isCloseTo(share[1], within(MOST_POINTS)));
    }

    @Test
    void shouldSayWhatToDoWithoutPerf() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.blaspool.cli.Main",
                "profile",
                "--strategy",
                "threads",
                "--out",
                directory.toString());
        builder.environment().put("PATH", directory.toString());
        Process process = builder.start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(said).contains("perf is missing: install it").hasLineCount(1);
    }
}

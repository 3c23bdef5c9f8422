package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            assertThat(process.out()).contains("dgemm").contains("points apart");
        }
        assertThat(Files.readAllLines(out.resolve("folded.txt")))
                .anyMatch(stack ->
                        stack.contains("org.blaspool.jni.NativeBlas.dgemm;Java_org_blaspool_jni_NativeBlas_dgemm;")
                                && stack.contains("gemm_kernel"));
        assertThat(out.resolve("flame.svg")).content().contains("Java_org_blaspool_jni_NativeBlas_dgemm");
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

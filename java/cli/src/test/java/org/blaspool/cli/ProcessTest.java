package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What only a process of its own shows: its exit code and its signals. */
class ProcessTest {
    private static Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.blaspool.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    @Test
    void shouldExitWithTheCodeOfTheFailure() throws Exception {
        Process process = start("compare", "--size", "0");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(process.getErrorStream().readAllBytes()).isNotEmpty();
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void shouldExitWithFourAfterSigterm() throws Exception {
        Process process = start(
                "compare", "--size", "600", "--pairs", "40", "--rounds", "10000", "--strategies", "threads,sequential");
        try {
            TimeUnit.SECONDS.sleep(4);
            assertThat(process.isAlive()).isTrue();
            process.toHandle().destroy(); // Process.destroy would close its streams too

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(4);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(err.lines()).singleElement().asString().contains("stopped by a signal");
        } finally {
            process.destroyForcibly();
        }
    }
}

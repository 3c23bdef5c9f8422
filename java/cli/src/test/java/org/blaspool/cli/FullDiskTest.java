package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose standard output is on a disk that is full. */
@Tag("any-java")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FullDiskTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "plan --help", "info --json -", "info", "info --json /dev/full"})
    void shouldSayWhatCannotBeWrittenAndEndWithThree(String line) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.blaspool.cli.Main"));
        command.addAll(List.of(line.split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/full"))
                .start();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors).isEqualTo(3);
        assertThat(errors).contains("cannot be written");
    }
}

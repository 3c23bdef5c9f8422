package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A library that uses dev.ludovic.netlib, with our jar before it on the class path and behind it. */
class BreezeTest {
    private static final int SIZE = 600;

    @Test
    void shouldMultiplyForBreezeWhereOurJarComesFirst() throws Exception {
        Answer with = run(true, List.of());
        Answer without = run(false, List.of());
        Answer java = run(true, List.of("-Ddev.ludovic.netlib.blas.allowNative=false"));
        assertThat(with.type()).isEqualTo("org.blaspool.netlib.LudovicBLAS");
        assertThat(without.type()).startsWith("dev.ludovic.netlib.blas.");
        assertThat(java.type()).startsWith("dev.ludovic.netlib.blas.Java");
        assertThat(with.sum()).isCloseTo(without.sum(), within(1e-9 * without.sum()));
        assertThat(with.sum()).isCloseTo(java.sum(), within(1e-9 * java.sum()));
        System.out.printf(
                "Breeze, n=%d: %s is %.2f times as fast as %s, and %.1f times as fast as %s%n",
                SIZE,
                with.type(),
                without.nanos() / with.nanos(),
                without.type(),
                java.nanos() / with.nanos(),
                java.type());
    }

    private record Answer(String type, double nanos, double sum) {}

    /** @param first whether our classes come before the jars, or after them */
    private static Answer run(boolean first, List<String> options) throws IOException, InterruptedException {
        List<String> entries = new ArrayList<>(
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
        if (!first) {
            List<String> ours =
                    entries.stream().filter(entry -> !entry.endsWith(".jar")).toList();
            entries.removeAll(ours);
            entries.addAll(ours);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                entries.stream().collect(Collectors.joining(File.pathSeparator)),
                BreezeMain.class.getName(),
                String.valueOf(SIZE)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String[] words = output.strip().split(" ");
        return new Answer(words[0], Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }
}

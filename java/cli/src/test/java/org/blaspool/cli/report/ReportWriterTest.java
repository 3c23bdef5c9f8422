package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.blaspool.cli.option.OutputOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveReportsTheModeThatTheUmaskSays() throws Exception {
        Path ordinary = Files.writeString(directory.resolve("ordinary"), "");
        Path report = directory.resolve("r.json");
        OutputOptions options =
                new OutputOptions(Optional.of(report.toString()), Optional.empty(), Optional.empty(), true, false);

        new ReportWriter(options, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
                .write(() -> "", Map.of("schema", "x"), null, null);

        assertThat(Files.getPosixFilePermissions(report)).isEqualTo(Files.getPosixFilePermissions(ordinary));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(ordinary, report);
        }
    }
}

package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.Reports;

/** {@code blaspool report} of any bytes: rendered, or refused with exit code 2 and one line. */
class ReportFuzzTest {
    private static final Path SAVED = temporary();
    private static final String SOUND = sound();

    @FuzzTest
    void shouldRenderAReportOrRefuseIt(byte[] bytes) throws IOException {
        Files.write(SAVED, bytes);
        String saved = SAVED.toString();
        int rendered = statusOf(saved);
        assertThat(statusOf(saved, "--csv", "-")).isEqualTo(rendered);
        assertThat(statusOf(saved, "--json", "-")).isLessThanOrEqualTo(rendered);
        statusOf(saved, saved);
        statusOf(SOUND, saved, "--csv", "-");
        statusOf(saved, SOUND);
    }

    private static int statusOf(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "report";
        System.arraycopy(words, 0, all, 1, words.length);
        CommandLine line = CommandLine.run(CommandLine.UNTOUCHED, all);
        assertThat(line.status()).as(line.err()).isIn(0, 2);
        assertThat(line.err().lines()).hasSize(line.status() == 0 ? 0 : 1);
        return line.status();
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("blaspool-fuzz", ".json");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sound() {
        try {
            return Files.writeString(temporary(), Json.write(Reports.comparison()))
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.cli.terminal.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepReportTest {
    @Test
    void shouldFindWhereTwoStrategiesChangePlaces() {
        assertThat(Reports.sweep().crossings()).singleElement().satisfies(crossing -> {
            assertThat(crossing.smaller()).isEqualTo("threads");
            assertThat(crossing.larger()).isEqualTo("processes-serialized java");
            assertThat(crossing.from()).isEqualTo(100);
            assertThat(crossing.to()).isEqualTo(200);
            // ln 2 of the way from -ln 2 to ln 1.5, between logarithms of the sizes.
            double share = Math.log(2) / (Math.log(2) + Math.log(1.5));
            assertThat(crossing.estimate()).isCloseTo(100 * Math.pow(2, share), within(1e-9));
            assertThat(crossing.leading()).isTrue();
            assertThat(crossing.sure()).isTrue();
        });
    }

    @Test
    void shouldMarkTheFastestOfEachSizeWithinEightyColumns() {
        String text = SweepText.of(Reports.sweep(), Style.PLAIN);

        assertThat(text)
                .containsPattern("threads +40\\.0\\* +26\\.7")
                .containsPattern("processes-serialized java +20\\.0 +40\\.0\\*")
                .contains("Take threads up to 100, processes-serialized java from 200 on")
                .contains("at 2 sizes from 100 to 200");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void shouldDifferOnATerminalByMarksAlone() {
        String coloured = SweepText.of(Reports.sweep(), Style.COLOURED);

        assertThat(coloured).contains("\u001b[32m40.0*");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(SweepText.of(Reports.sweep(), Style.PLAIN));
    }

    @Test
    void shouldReadBackWhatItWrote(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("sweep.json"), Json.write(Reports.sweep()));

        assertThat(Json.readIfSweep(file)).contains(Reports.sweep());
        assertThat(Files.readString(file)).contains("\"schema\" : \"blaspool.sweep/1\"");
        Path comparison = Files.writeString(directory.resolve("one.json"), Json.write(Reports.comparison()));
        assertThat(Json.readIfSweep(comparison)).isEmpty();
    }
}

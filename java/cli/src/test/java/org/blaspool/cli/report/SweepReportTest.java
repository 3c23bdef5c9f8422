package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void shouldGiveTheTimeOfASmallProductBesideItsRate() {
        String text = SweepText.of(Reports.sweepOfPairs(), Style.PLAIN);

        assertThat(text)
                .startsWith(
                        "Products of 32x32 matrices, 3 numbers of pairs from 10 to 100000; 6 rounds, warm\n  clock\n")
                .containsPattern("GFLOP/s at pairs +10 +1000 +100000")
                .containsPattern("us a product at pairs +10 +1000 +100000")
                .containsPattern("threads +10\\.0 +2\\.00 +3\\.00")
                .contains("threads is faster up to 1000 pairs, processes-serialized java from 100000 on")
                .contains("at 3 numbers of pairs from 10 to 100000")
                .contains("Take threads up to 1000 pairs, processes-serialized java from 100000 pairs on")
                .doesNotContain("set-up", "Least time of all");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void shouldSayWhatWorkersCostAndHowManyAreWorthIt() {
        String text = SweepText.of(Reports.sweepOfWorkers(), Style.PLAIN);

        assertThat(text)
                .startsWith("20 products of 1000x1000 matrices, 3 numbers of workers from 1 to 4;")
                .containsPattern("set-up, s at workers +1 +2 +4")
                .containsPattern("threads +0\\.100 +0\\.100 +0\\.100")
                // 700 MiB of the parent and two workers, 500 MiB of the parent alone.
                .containsPattern("processes-serialized java +233 +233 +233")
                .containsPattern("threads +500 +500 +500")
                .contains("threads is faster up to 1 worker, processes-serialized java from 2 on\n")
                .contains("Least time of all, by medians: processes-serialized java at 2 workers, 1.000 s.")
                .doesNotContain("us a product", "cross near");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void shouldSayInCsvWhichValueALineIsOf() {
        assertThat(Csv.of(Reports.sweepOfWorkers()).lines()).hasSize(7).satisfies(lines -> {
            assertThat(lines.get(0)).endsWith(",sweep_parameter,sweep_value");
            assertThat(lines.get(1)).endsWith(",workers,1");
            assertThat(lines.get(6)).endsWith(",workers,4");
        });
    }

    @Test
    void shouldReadBackWhatItWrote(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("sweep.json"), Json.write(Reports.sweep()));

        assertThat(Json.readIfSweep(file)).contains(Reports.sweep());
        for (SweepReport other : List.of(Reports.sweepOfPairs(), Reports.sweepOfWorkers())) {
            assertThat(Json.readIfSweep(Files.writeString(directory.resolve("other.json"), Json.write(other))))
                    .contains(other);
        }
        assertThat(Files.readString(file)).contains("\"schema\" : \"blaspool.sweep/1\"");
        Path comparison = Files.writeString(directory.resolve("one.json"), Json.write(Reports.comparison()));
        assertThat(Json.readIfSweep(comparison)).isEmpty();
    }
}

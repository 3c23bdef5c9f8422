package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.Reports;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.cli.report.SweepReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportOfSweepsTest {
    @TempDir
    private Path directory;

    private String before;
    private String slower;

    @BeforeEach
    void save() throws IOException {
        before = saved("before.json", Reports.sweepOfWorkers());
        // The 1.5 s of threads at 2 workers, and nothing else, become 1.8 s.
        slower = Files.writeString(
                        directory.resolve("slower.json"),
                        Files.readString(Path.of(before))
                                .replaceAll(
                                        "\"seconds\" : \\[ 1\\.5,[^]]*]",
                                        "\"seconds\" : [ 1.8, 1.818, 1.8, 1.782, 1.8, 1.8 ]")
                                .replace("\"median_seconds\" : 1.5,", "\"median_seconds\" : 1.8,"))
                .toString();
    }

    private String saved(String name, Object report) throws IOException {
        return Files.writeString(directory.resolve(name), Json.write(report)).toString();
    }

    private static CommandLine report(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "report";
        System.arraycopy(words, 0, all, 1, words.length);
        return CommandLine.run(CommandLine.UNTOUCHED, all);
    }

    @Test
    void shouldSayWhatChangedAtEveryValue() {
        CommandLine line = report(before, slower);

        assertThat(line.status()).isZero();
        assertThat(line.out())
                .containsPattern("at 1 worker +before +after +ratio +95 % +verdict")
                .containsPattern("at 4 workers +before")
                .containsPattern("threads +1\\.500 s +1\\.800 s +1\\.200 +1\\.\\d+\\.\\.1\\.\\d+ +slower")
                .contains("Of 6 rows: 1 slower, 5 no difference.");
        assertThat(line.out().lines()).allSatisfy(shown -> assertThat(shown).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void shouldExitWithFiveAndSayAtWhichValue() {
        CommandLine failed = report(before, slower, "--fail-if-slower", "5%");

        assertThat(failed.status()).isEqualTo(5);
        assertThat(failed.err().lines())
                .singleElement()
                .asString()
                .contains("slower than before at 2 workers: threads:", "ratio=1.200", "allowed 1.050");
        assertThat(report(before, slower, "--fail-if-slower", "25%").status()).isZero();
        assertThat(report(slower, before, "--fail-if-slower", "5%").status()).isZero();
    }

    @Test
    void shouldCompareCommonValuesAndNameTheOthers() throws IOException {
        SweepReport whole = Reports.sweepOfWorkers();
        SweepReport part = SweepReport.of(
                SweepParameter.WORKERS, List.of(2L, 8L), whole.comparisons().subList(1, 3));

        CommandLine line = report(before, saved("part.json", part));

        assertThat(line.status()).isZero();
        assertThat(line.out())
                .contains("at 2 workers", "Only before: workers 1, 4, not compared.")
                .contains("Only after: workers 8, not compared.", "Of 2 rows: 2 no difference.")
                .doesNotContain("at 1 worker", "at 4 workers");
    }

    @Test
    void shouldRefuseWhatHasNothingInCommon() throws IOException {
        refused(saved("pairs.json", Reports.sweepOfPairs()), "parameter=workers and parameter=pairs");
        SweepReport others = SweepReport.of(
                SweepParameter.WORKERS,
                List.of(3L, 6L),
                Reports.sweepOfWorkers().comparisons().subList(0, 2));
        refused(saved("others.json", others), "workers=[1, 2, 4] and workers=[3, 6]");
        refused(saved("one.json", Reports.comparison()), "only one of the reports is a sweep");
    }

    @Test
    void shouldRefuseASweepThatContradictsItself() throws IOException {
        String sound = Files.readString(Path.of(before));
        refused(broken(sound, "[ 1, 2, 4 ]", "[ 1, 2 ]"), "sizes=2 comparisons=3");
        refused(broken(sound, "[ 1, 2, 4 ]", "[ 1, 4, 2 ]"), "numbers that ascend");
        refused(broken(sound, "\"parameter\" : \"workers\"", "\"parameter\" : \"luck\""), "parameter=luck");
    }

    private String broken(String sound, String part, String by) throws IOException {
        assertThat(sound).contains(part);
        return Files.writeString(directory.resolve("broken.json"), sound.replace(part, by))
                .toString();
    }

    private void refused(String other, String reason) {
        CommandLine line = report(before, other);
        assertThat(line.status()).isEqualTo(2);
        assertThat(line.err().lines()).singleElement().asString().contains(reason, "expected");
    }

    @Test
    void shouldWriteBothAsOnePageAndAsCsv() throws IOException {
        Path page = directory.resolve("pair.html");

        assertThat(report(before, slower, "--quiet", "--html", page.toString()).status())
                .isZero();
        assertThat(page).content().contains("Of 6 rows: 1 slower", "\"2 workers\"");
        assertThat(report(before, slower, "--csv", "-").out().lines())
                .hasSize(7)
                .first()
                .isEqualTo("sweep_parameter,sweep_value,spec,before_seconds,after_seconds,ratio,ratio_ci95_low,"
                        + "ratio_ci95_high,verdict");
    }
}

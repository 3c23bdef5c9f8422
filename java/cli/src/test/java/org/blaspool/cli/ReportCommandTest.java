package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.Reports;
import org.blaspool.cli.terminal.Style;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path directory;

    private String before;
    private String after;

    @BeforeEach
    void save() throws IOException {
        String json = Json.write(Reports.comparison());
        before = Files.writeString(directory.resolve("before.json"), json).toString();
        after = Files.writeString(
                        directory.resolve("after.json"),
                        json.replaceAll("0\\.60?(\\d?),", "0.66$1,").replace("0.602 ]", "0.662 ]"))
                .toString();
    }

    private static CommandLine report(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "report";
        System.arraycopy(words, 0, all, 1, words.length);
        return CommandLine.run(CommandLine.UNTOUCHED, all);
    }

    @Test
    void shouldShowASavedComparisonAsCompareDid() {
        CommandLine line = report(before);

        assertThat(line.status()).isZero();
        assertThat(line.out()).isEqualTo(CompareText.of(Reports.comparison(), Style.PLAIN));
    }

    @Test
    void shouldWriteCsvInsteadOfText() {
        assertThat(report(before, "--csv", "-").out()).startsWith("strategy,spec,");
    }

    @Test
    void shouldHoldTwoAgainstEachOther() {
        CommandLine line = report(before, after);

        assertThat(line.status()).isZero();
        assertThat(line.out()).containsPattern("threads:\\S+ +0.372 s +0.372 s +1.000");
        assertThat(line.out()).contains("1.100");
    }

    @Test
    void shouldExitWithFiveWhereSomethingBecameSlower() {
        CommandLine slower = report(before, after, "--fail-if-slower", "5%");

        assertThat(slower.status()).isEqualTo(5);
        assertThat(slower.err().lines()).singleElement().asString().contains("ratio=1.100", "allowed 1.050");
        assertThat(report(before, after, "--fail-if-slower", "15%").status()).isZero();
        assertThat(report(after, before, "--fail-if-slower", "0").status()).isZero();
    }

    @Test
    void shouldNotFailForWhatOneOfSeveralRowsMayBeByChance() throws IOException {
        String mixed = Files.readString(Path.of(after)).replace("[ 0.66, 0.662,", "[ 0.66, 0.6,");
        String file = Files.writeString(directory.resolve("mixed.json"), mixed).toString();

        CommandLine line = report(before, file, "--fail-if-slower", "5%");

        assertThat(line.status()).isZero();
        assertThat(line.err().lines()).singleElement().asString().contains("or by chance", "rows=2", "--rounds");
    }

    @Test
    void shouldSeeNoDifferenceWhereTheIntervalSpansOne() {
        CommandLine line = report(before, before, "--fail-if-slower", "0");

        assertThat(line.status()).isZero();
        assertThat(line.out()).contains("no difference").doesNotContain("slower");
    }

    @Test
    void shouldSayThatItCannotTellWithTooFewRounds() throws IOException {
        String few =
                Files.readString(Path.of(before)).replaceAll("\"seconds\" : \\[[^\\]]+\\]", "\"seconds\" : [ 1.0 ]");
        String file = Files.writeString(directory.resolve("few.json"), few).toString();

        CommandLine line = report(file, after, "--fail-if-slower", "5%");

        assertThat(line.status()).isZero();
        assertThat(line.out()).contains("too few rounds");
        assertThat(line.err().lines()).singleElement().asString().contains("cannot tell", "--rounds");
    }

    @Test
    void shouldWriteBothAsOnePage() throws IOException {
        Path page = directory.resolve("pair.html");

        assertThat(report(before, after, "--quiet", "--html", page.toString()).status())
                .isZero();
        assertThat(page).content().contains("\"verdict\" : \"slower\"", "1 slower, 1 no difference");
    }

    @Test
    void shouldRefuseReportsOfDifferentBatches() throws IOException {
        String other = Files.readString(Path.of(before)).replace("\"pairs\" : 20", "\"pairs\" : 21");
        String file = Files.writeString(directory.resolve("other.json"), other).toString();

        CommandLine line = report(before, file);

        assertThat(line.status()).isEqualTo(2);
        assertThat(line.err().lines()).singleElement().asString().contains("not of the same batch");
    }
}

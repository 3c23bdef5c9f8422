package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.blaspool.cli.terminal.Style;
import org.junit.jupiter.api.Test;

class CompareTextTest {
    @Test
    void shouldShowAComparisonAsTheGoldenFileHasIt() throws Exception {
        assertThat(CompareText.of(Reports.comparison(), Style.PLAIN)).isEqualTo(Reports.golden("compare.txt"));
    }

    @Test
    void shouldStayWithinEightyColumns() {
        assertThat(CompareText.of(Reports.comparison(), Style.PLAIN).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void shouldFitAScreenUnlessDetailsAreAskedFor() {
        String text = CompareText.of(Reports.comparison(), Style.PLAIN, false);

        assertThat(text.lines())
                .hasSizeLessThan(30)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(text).contains("verdict", "% compute", "Take threads").doesNotContain("faults");
        assertThat(CompareText.of(Reports.comparison(), Style.PLAIN, true)).contains("faults");
    }

    @Test
    void shouldGroupTheRowsOfSeveralBlasWithinEightyColumns() {
        String text = CompareText.of(Reports.comparisonOfTwoBlas(), Style.PLAIN);

        assertThat(text).contains("with openblas 0.3.31", "with jblas 1.2.5");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void shouldShowWhatTheHardwareCountedWhereItDid() {
        String text = CompareText.of(Reports.comparisonWithCounters(), Style.PLAIN);

        assertThat(text.lines().filter(line -> line.contains("dTLB")).toList()).hasSize(1);
        assertThat(text).containsPattern("threads +9\\.88 G +4\\.00 G +2\\.47 +3\\.01 +12\\.3 M +1\\.23 k\\n");
        assertThat(text).containsPattern("processes-serialized java +7 +4\\.00 k +0\\.00 +- +100 k +-\\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(CompareText.of(Reports.comparison(), Style.PLAIN)).doesNotContain("counted", "dTLB");
    }

    @Test
    void shouldSayTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(CompareText.of(Reports.comparison(), Style.PLAIN))
                    .contains("1.62")
                    .doesNotContain("1,62");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldDifferOnATerminalByMarksAlone() {
        String coloured = CompareText.of(Reports.comparison(), Style.COLOURED);

        assertThat(coloured).contains("\u001b[");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(CompareText.of(Reports.comparison(), Style.PLAIN));
    }
}

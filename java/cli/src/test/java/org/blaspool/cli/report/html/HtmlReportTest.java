package org.blaspool.cli.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.Reports;
import org.blaspool.cli.report.SweepPair;
import org.blaspool.cli.report.WarningReport;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final Pattern BODY = Pattern.compile("<main>.*?</main>", Pattern.DOTALL);

    private static String main(String page) {
        Matcher body = BODY.matcher(page);
        assertThat(body.find()).isTrue();
        return body.group();
    }

    /** The page before the chart library, which names addresses (of SVG, of its licence) that the policy forbids it. */
    private static String own(String page) {
        int library = page.indexOf("<script>\n\n/*");
        assertThat(library).isPositive();
        return page.substring(0, library);
    }

    @Test
    void shouldSayWhichWayByHowMuchHowSureAndWhy() {
        String main = main(CompareHtml.of(Reports.comparison()));

        assertThat(main)
                .contains("<h1>threads is the fastest.</h1>")
                .contains("processes-serialized java, takes 1.62 times as long (95 % interval 1.60 to 1.64)")
                .contains("1 of 1 others surely slower")
                .contains("threads multiplies 99 % of its time, at 92 % of what the CPUs can do at most")
                .contains("0.230 s longer, the largest part for serializing (0.100 s more)");
    }

    @Test
    void shouldHoldEveryRowEveryWarningAndEverySample() {
        CompareReport report = Reports.comparison();
        String main = main(CompareHtml.of(report));

        for (CompareReport.Row row : report.results()) {
            assertThat(main).contains(">" + row.spec() + "<");
        }
        for (WarningReport warning : report.warnings()) {
            assertThat(main).contains(warning.text(), warning.advice());
        }
        assertThat(main)
                .contains("0.3720  0.3710  0.3730  0.3720  0.3740  0.3720")
                .contains("failed: no space left on device");
    }

    @Test
    void shouldBeWellFormedAndEscapeWhatOthersWrote() throws Exception {
        CompareReport report = Reports.comparison();
        CompareReport hostile = new CompareReport(
                report.schema(),
                "</script><script>alert(1)</script>",
                report.clock(),
                report.machine(),
                report.workload(),
                report.rounds(),
                report.roundsTainted(),
                report.results(),
                report.recommendation(),
                List.of(new WarningReport("a\"b", "<img src=x>", "&amp;")),
                null,
                null);

        for (String page : pages(hostile)) {
            // HTML of which every element is closed is XML too, but for breaks.
            String xml = main(page).replace("<br>", "<br/>");
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(xml)))
                            .getElementsByTagName("section")
                            .getLength())
                    .isGreaterThan(4);
            assertThat(own(page)).doesNotContain("<img", "<script>alert");
        }
    }

    @Test
    void shouldNeedNoNetwork() {
        for (String page : pages()) {
            assertThat(own(page))
                    .contains("default-src 'none'")
                    .doesNotContainPattern("(?i)<(script|img|link|iframe)[^>]+(src|href)=")
                    .doesNotContainPattern("(?i)@import|url\\(\\s*['\"]?https?:");
        }
    }

    @Test
    void shouldGiveATableBesideEveryChart() {
        for (String page : pages()) {
            String main = main(page);
            assertThat(main).containsPattern("role=\"img\" aria-label=\"[^\"]{20,}\"");
            assertThat(count(main, "</figure>\n<details>\n<summary>The same as a table</summary>\n<table"))
                    .isEqualTo(count(main, "class=\"chart\""))
                    .isPositive();
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static List<String> pages() {
        return pages(Reports.comparison());
    }

    /** Every kind of page there is. */
    private static List<String> pages(CompareReport comparison) {
        return List.of(
                CompareHtml.of(comparison),
                SweepHtml.of(Reports.sweep()),
                SweepHtml.of(Reports.sweepOfPairs()),
                SweepHtml.of(Reports.sweepOfWorkers()));
    }

    @Test
    void shouldNameWhatIsSweptAtAxesAndInSentences() {
        String pairs = SweepHtml.of(Reports.sweepOfPairs());
        assertThat(pairs).contains("\"axis\" : \"pairs\"", "<h2>How fast, by number of pairs</h2>");
        assertThat(main(pairs))
                .contains("Take threads up to 1000 pairs, processes-serialized java from 100000 pairs on.")
                .contains(">2.0 us<", "faster at smaller numbers of pairs")
                .doesNotContain("size n", "What workers cost");
        String workers = SweepHtml.of(Reports.sweepOfWorkers());
        assertThat(workers).contains("\"axis\" : \"workers\"", "\"label\" : \"1-2\"");
        assertThat(main(workers))
                .contains("Take threads up to 1 worker, processes-serialized java from 2 workers on.")
                .contains("Least time of all, by medians: processes-serialized java at 2 workers")
                .contains("What workers cost", "700 MiB", "Set-up: JVMs started")
                .doesNotContain("size n");
    }

    @Test
    void shouldShowWhatChangedBetweenTwoSweepsAtEveryValue() {
        String page = SweepPairHtml.of(SweepPair.of(Reports.sweepOfWorkers(), Reports.sweepOfWorkers()));

        assertThat(page).contains("\"kind\" : \"sweep-pair\"");
        assertThat(main(page))
                .contains("at 1 worker<", "at 2 workers<", "at 4 workers<", "Of 6 rows: 6 no difference.")
                .containsPattern("role=\"img\" aria-label=\"[^\"]{20,}\"");
    }

    @Test
    void shouldSayFromWhichSizeOnAnotherWayIsFaster() {
        String main = main(SweepHtml.of(Reports.sweep()));

        assertThat(main)
                .contains("Take threads up to 100, processes-serialized java from 200 on.")
                .contains(">changes the answer<");
    }

    @Test
    void shouldSayTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            String page = CompareHtml.of(Reports.comparison());
            Locale.setDefault(Locale.GERMANY);
            assertThat(CompareHtml.of(Reports.comparison())).isEqualTo(page);
        } finally {
            Locale.setDefault(before);
        }
    }
}

package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a page embeds and what it may do; what it shows {@link BrowserTest} looks at. */
class HtmlPageTest {
    /** The page before the chart library, which names addresses (of SVG, of its licence) that the policy forbids it. */
    private static String own(String page) {
        int library = page.indexOf("<script>\n\n/*");
        assertThat(library).isPositive();
        return page.substring(0, library);
    }

    private static JsonNode embedded(String page) throws Exception {
        String start = "<script type=\"application/json\" id=\"report\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    /** Every kind of page there is. */
    private static List<String> pages() {
        return List.of(
                HtmlPage.of(Reports.comparison()),
                HtmlPage.of(Reports.sweep()),
                HtmlPage.of(Reports.sweepOfPairs()),
                HtmlPage.of(Reports.sweepOfWorkers()),
                HtmlPage.of(ReportPair.of(Reports.comparison(), Reports.comparison())),
                HtmlPage.of(SweepPair.of(Reports.sweepOfWorkers(), Reports.sweepOfWorkers())));
    }

    @Test
    void shouldSayWhichWayByHowMuchHowSureAndWhy() throws Exception {
        JsonNode page = embedded(HtmlPage.of(Reports.comparison()));
        JsonNode answers = page.path("answers");

        assertThat(page.path("headline").asText()).isEqualTo("threads is the fastest.");
        assertThat(answers.path("By how much").asText())
                .contains("processes-serialized java, takes 1.62 times as long (95 % interval 1.60 to 1.64)");
        assertThat(answers.path("How sure").asText()).contains("1 of 1 others surely slower");
        assertThat(answers.path("Why").asText())
                .contains("threads multiplies 99 % of its time, at 92 % of what the CPUs can do at most")
                .contains("0.230 s longer, the largest part for serializing (0.100 s more)");
    }

    @Test
    void shouldEmbedTheReportAsItIsSaved() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(embedded(HtmlPage.of(Reports.comparison())).path("report"))
                .isEqualTo(mapper.readTree(Json.write(Reports.comparison())));
        assertThat(embedded(HtmlPage.of(Reports.sweep())).path("report"))
                .isEqualTo(mapper.readTree(Json.write(Reports.sweep())));
    }

    @Test
    void shouldHoldWhatOthersWroteWithinItsScriptElement() throws Exception {
        String page = HtmlPage.of(Reports.hostile());

        assertThat(own(page)).doesNotContain("<img", "<script>alert");
        assertThat(embedded(page).path("report").path("suite").asText()).isEqualTo(Reports.HOSTILE);
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
    void shouldSayTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            List<String> pages = pages();
            Locale.setDefault(Locale.GERMANY);
            assertThat(pages()).isEqualTo(pages);
        } finally {
            Locale.setDefault(before);
        }
    }
}

package org.blaspool.cli.report.html;

import java.util.List;
import java.util.function.Function;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.ReportPair;
import org.blaspool.measure.Interval;

/** Two comparisons of one batch against each other, as a page. */
public final class PairHtml {
    /** What charts.js draws. */
    record Numbers(String kind, List<Bar> rows) {}

    /** A row that both have; the bounds are null where there were too few rounds. */
    record Bar(String name, String verdict, double ratio, Double low, Double high) {}

    private PairHtml() {}

    public static String of(ReportPair pair) {
        HtmlPage page = new HtmlPage("blaspool: two comparisons");
        page.headline("The second comparison over the first", pair.summary());
        HtmlTable table = table("Seconds before and after", pair, ReportPair.Match::spec);
        page.section(
                "What changed",
                HtmlPage.figure(
                        "ratios",
                        "Bars of the second time over the first: " + pair.summary(),
                        "Below 1x became faster, above 1x slower. Whiskers: 95 % interval by a bootstrap of both runs'"
                                + " rounds; no difference where it spans 1.",
                        table.markup()));
        return page.markup(
                new Numbers("pair", pair.matches().stream().map(PairHtml::bar).toList()));
    }

    /** The rows of both, by {@code name}. */
    static HtmlTable table(String caption, ReportPair pair, Function<ReportPair.Match, String> name) {
        HtmlTable table = new HtmlTable(caption, "way", "before", "after", "ratio", "95 %", "verdict").withWords(5);
        for (ReportPair.Match match : pair.matches()) {
            table.row(
                    mark(match),
                    List.of(
                            name.apply(match),
                            Figures.seconds(match.before()),
                            Figures.seconds(match.after()),
                            Figures.fixed(match.ratio(), 3),
                            match.interval()
                                    .map(bounds ->
                                            Figures.fixed(bounds.low(), 3) + " to " + Figures.fixed(bounds.high(), 3))
                                    .orElse(Figures.NONE),
                            match.verdict()));
        }
        return table;
    }

    private static String mark(ReportPair.Match match) {
        return switch (match.verdict()) {
            case "slower" -> "failed";
            case "faster" -> "best";
            default -> "";
        };
    }

    private static Bar bar(ReportPair.Match match) {
        String verdict = switch (match.verdict()) {
            case "slower" -> "became slower";
            case "faster" -> "became faster";
            default -> match.verdict();
        };
        return new Bar(
                match.spec(),
                verdict,
                match.ratio(),
                match.interval().map(Interval::low).orElse(null),
                match.interval().map(Interval::high).orElse(null));
    }
}

package org.blaspool.cli.report.html;

import java.util.List;
import java.util.stream.IntStream;
import org.blaspool.cli.report.ReportPair;
import org.blaspool.cli.report.SweepPair;

/** Two sweeps against each other, as a page. */
public final class SweepPairHtml {
    /** What charts.js draws; there are no crossings to mark. */
    record Numbers(
            String kind, String axis, String parameter, List<Long> sizes, List<Curve> series, List<Double> crossings) {}

    /** The second time of a row over its first, one a value; null where one of them has none. */
    record Curve(String name, List<Double> changes) {}

    private SweepPairHtml() {}

    public static String of(SweepPair sweeps) {
        HtmlPage page = new HtmlPage("blaspool: two sweeps");
        page.headline(
                "The second sweep over the first, by " + sweeps.parameter().one(), sweeps.summary());
        StringBuilder tables = new StringBuilder();
        sweeps.pairs().forEach((value, pair) -> tables.append(table(sweeps, value, pair)));
        page.section(
                "What changed",
                HtmlPage.figure(
                        "changes",
                        "Curves of the second time over the first, one a way; the tables below have them. "
                                + sweeps.summary(),
                        "Below 1x became faster, above 1x slower. In the tables: 95 % intervals by a bootstrap of both"
                                + " runs' rounds; no difference where it spans 1.",
                        tables.toString()));
        if (!sweeps.notes().isEmpty()) {
            StringBuilder notes = new StringBuilder();
            sweeps.notes().forEach(note -> notes.append(Markup.element("p", note)));
            page.section("Not compared", notes.toString());
        }
        List<Curve> curves = IntStream.range(0, sweeps.names().size())
                .mapToObj(row -> new Curve(sweeps.names().get(row), sweeps.ratios(row)))
                .toList();
        return page.markup(new Numbers(
                "sweep-pair",
                sweeps.parameter().axis(),
                sweeps.parameter().label(),
                List.copyOf(sweeps.pairs().keySet()),
                curves,
                List.of()));
    }

    private static String table(SweepPair sweeps, long value, ReportPair pair) {
        return PairHtml.table(
                        "Seconds before and after, at " + sweeps.parameter().named(value),
                        pair,
                        match -> sweeps.names().get(match.row()))
                .markup();
    }
}

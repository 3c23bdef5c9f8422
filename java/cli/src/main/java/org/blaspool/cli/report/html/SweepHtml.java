package org.blaspool.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.report.Crossing;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.Leaders;
import org.blaspool.cli.report.SweepReport;

/** A sweep as a page: which way from which size on, curves over the size, every figure. */
public final class SweepHtml {
    /**
     * What charts.js draws.
     *
     * @param crossings those that change the answer
     */
    record Numbers(String kind, List<Long> sizes, List<Curve> series, List<Mark> crossings) {}

    /** A strategy's rates and its times relative to the best, one a size; null where it failed. */
    record Curve(String name, List<Double> gflops, List<Double> ratios) {}

    /** A crossing on the size axis. */
    record Mark(double size, String label) {}

    private final SweepReport sweep;
    private final List<String> names;

    private SweepHtml(SweepReport sweep) {
        this.sweep = sweep;
        this.names = sweep.names();
    }

    public static String of(SweepReport sweep) {
        return new SweepHtml(sweep).markup();
    }

    private String markup() {
        CompareReport last = sweep.comparisons().get(sweep.comparisons().size() - 1);
        String about = "Products of square matrices, size " + sweep.sizes().get(0) + " to "
                + sweep.sizes().get(sweep.sizes().size() - 1) + ", on "
                + last.machine().cpus() + (last.machine().cpus() == 1 ? " CPU" : " CPUs");
        HtmlPage page = new HtmlPage("blaspool: " + about);
        page.headline(about, "Take " + Leaders.sentence(sweep) + ".");
        page.section("How fast, by size", rates());
        page.section("How far from the best, by size", relative());
        page.section("Where ways cross", crossings());
        page.section("Warnings", MachineSection.warnings(sweep.warnings()));
        page.section("Raw samples", samples());
        page.section("Machine", MachineSection.machine(last));
        page.section("Method", MachineSection.method(last));
        return page.markup(numbers());
    }

    private Numbers numbers() {
        List<Curve> curves = new ArrayList<>();
        for (int row = 0; row < names.size(); row++) {
            curves.add(new Curve(names.get(row), values(row, Row::gflops), values(row, Row::ratioToBest)));
        }
        List<Mark> marks = sweep.crossings().stream()
                .filter(Crossing::leading)
                .map(crossing -> new Mark(crossing.estimate(), Long.toString(Math.round(crossing.estimate()))))
                .toList();
        return new Numbers("sweep", sweep.sizes(), curves, marks);
    }

    private List<Double> values(int row, Function<Row, Double> value) {
        return sweep.comparisons().stream()
                .map(report -> report.results().get(row))
                .map(result -> result.verified() ? value.apply(result) : null)
                .toList();
    }

    private String rates() {
        HtmlTable table = table("GFLOP/s by size", "size n", row -> Figures.fixedOrDash(row.gflops(), 2));
        return HtmlPage.figure(
                "rates",
                "Curves of GFLOP/s over the size, one a way; the table below has them. " + Leaders.sentence(sweep)
                        + ".",
                "Higher is faster; both axes are logarithmic. Dashed: sizes where the fastest way changes.",
                table.markup());
    }

    private String relative() {
        HtmlTable table = table(
                "Time relative to the best, by size",
                "size n",
                row -> Figures.fixedOrDash(row.ratioToBest(), 3)
                        + (row.ratioCi95() == null
                                ? ""
                                : " (" + Figures.fixed(row.ratioCi95().get(0), 2) + " to "
                                        + Figures.fixed(row.ratioCi95().get(1), 2) + ")"));
        return HtmlPage.figure(
                "relative",
                "Curves of the time relative to the best way at each size; the table below has them.",
                "1x is the fastest at that size; lower is faster. In the table: 95 % intervals.",
                table.markup());
    }

    private HtmlTable table(String caption, String corner, Function<Row, String> cell) {
        List<String> header = new ArrayList<>(List.of(corner));
        header.addAll(names);
        header.add("pairs");
        HtmlTable table = new HtmlTable(caption, header);
        for (int i = 0; i < sweep.sizes().size(); i++) {
            CompareReport report = sweep.comparisons().get(i);
            List<String> cells =
                    new ArrayList<>(List.of(Long.toString(sweep.sizes().get(i))));
            report.results().forEach(row -> cells.add(row.verified() ? cell.apply(row) : "failed"));
            cells.add(Integer.toString(report.workload().pairs()));
            table.row("", cells);
        }
        return table;
    }

    private String crossings() {
        if (sweep.crossings().isEmpty()) {
            return "<p>No two ways surely change places.</p>\n";
        }
        HtmlTable table = new HtmlTable(
                        "Pairs that change places",
                        "faster at smaller sizes",
                        "faster at larger sizes",
                        "up to",
                        "from",
                        "cross near",
                        "changes the answer",
                        "sure")
                .withWords(1, 5, 6);
        for (Crossing crossing : sweep.crossings()) {
            table.row(
                    "",
                    List.of(
                            crossing.smaller(),
                            crossing.larger(),
                            Long.toString(crossing.from()),
                            Long.toString(crossing.to()),
                            Long.toString(Math.round(crossing.estimate())),
                            crossing.leading() ? "yes" : "no",
                            crossing.sure() ? "95 %" : "medians alone"));
        }
        return table.markup();
    }

    private String samples() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sweep.sizes().size(); i++) {
            text.append(HtmlPage.details(
                    "Size " + sweep.sizes().get(i),
                    CompareHtml.samples(sweep.comparisons().get(i))));
        }
        return text.toString();
    }
}

package org.blaspool.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.report.Crossing;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.Leaders;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.memory.ByteSize;

/** A sweep as a page: which way from which value on, curves over the values, every figure. */
public final class SweepHtml {
    /**
     * What charts.js draws.
     *
     * @param axis what the values are of
     * @param parameter the same in a word
     * @param sizes the values
     * @param crossings those that change the answer
     */
    record Numbers(
            String kind, String axis, String parameter, List<Long> sizes, List<Curve> series, List<Mark> crossings) {}

    /** A strategy's rates and its times relative to the best, one a value; null where it failed. */
    record Curve(String name, List<Double> gflops, List<Double> ratios) {}

    /** A crossing on the axis of values. */
    record Mark(double size, String label) {}

    private final SweepReport sweep;
    private final List<String> names;
    private final String one;

    private SweepHtml(SweepReport sweep) {
        this.sweep = sweep;
        this.names = sweep.names();
        this.one = sweep.swept().one();
    }

    public static String of(SweepReport sweep) {
        return new SweepHtml(sweep).markup();
    }

    private String markup() {
        CompareReport last = sweep.comparisons().get(sweep.comparisons().size() - 1);
        String about = sweep.about() + ", on " + last.machine().cpus()
                + (last.machine().cpus() == 1 ? " CPU" : " CPUs");
        HtmlPage page = new HtmlPage("blaspool: " + about);
        page.headline(about, "Take " + Leaders.sentence(sweep) + ".");
        sweep.fastestOfAll().ifPresent(text -> page.plain(Markup.element("p", text)));
        page.section("How fast, by " + one, rates());
        page.section("How far from the best, by " + one, relative());
        if (sweep.swept() != SweepParameter.SIZE) {
            page.section("What a product takes, by " + one, products().markup());
        }
        if (sweep.swept() == SweepParameter.WORKERS) {
            page.section("What workers cost", setup().markup() + memory().markup());
        }
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
                .map(crossing -> new Mark(crossing.estimate(), crossing.place()))
                .toList();
        return new Numbers("sweep", sweep.swept().axis(), sweep.parameter(), sweep.sizes(), curves, marks);
    }

    private List<Double> values(int row, Function<Row, Double> value) {
        return sweep.comparisons().stream()
                .map(report -> report.results().get(row))
                .map(result -> result.verified() ? value.apply(result) : null)
                .toList();
    }

    private String rates() {
        HtmlTable table = table("GFLOP/s by " + one, (report, row) -> Figures.fixedOrDash(row.gflops(), 2));
        return HtmlPage.figure(
                "rates",
                "Curves of GFLOP/s over the " + one + ", one a way; the table below has them. "
                        + Leaders.sentence(sweep) + ".",
                "Higher is faster; both axes are logarithmic. Dashed: "
                        + sweep.swept().several() + " where the fastest way changes.",
                table.markup());
    }

    private String relative() {
        HtmlTable table = table(
                "Time relative to the best, by " + one,
                (report, row) -> Figures.fixedOrDash(row.ratioToBest(), 3)
                        + (row.ratioCi95() == null
                                ? ""
                                : " (" + Figures.fixed(row.ratioCi95().get(0), 2) + " to "
                                        + Figures.fixed(row.ratioCi95().get(1), 2) + ")"));
        return HtmlPage.figure(
                "relative",
                "Curves of the time relative to the best way at each " + one + "; the table below has them.",
                "1x is the fastest at that " + one + "; lower is faster. In the table: 95 % intervals.",
                table.markup());
    }

    private HtmlTable table(String caption, BiFunction<CompareReport, Row, String> cell) {
        List<String> header = new ArrayList<>(List.of(sweep.swept().axis()));
        header.addAll(names);
        boolean pairsDiffer = sweep.swept() == SweepParameter.SIZE;
        if (pairsDiffer) {
            header.add("pairs");
        }
        HtmlTable table = new HtmlTable(caption, header);
        for (int i = 0; i < sweep.sizes().size(); i++) {
            CompareReport report = sweep.comparisons().get(i);
            List<String> cells =
                    new ArrayList<>(List.of(Long.toString(sweep.sizes().get(i))));
            report.results().forEach(row -> cells.add(row.verified() ? cell.apply(report, row) : "failed"));
            if (pairsDiffer) {
                cells.add(Integer.toString(report.workload().pairs()));
            }
            table.row("", cells);
        }
        return table;
    }

    private HtmlTable products() {
        return table(
                "Time over the number of products, by " + one,
                (report, row) -> row.medianSeconds() == null
                        ? Figures.NONE
                        : Figures.seconds(
                                row.medianSeconds() / report.workload().pairs()));
    }

    private HtmlTable setup() {
        return table(
                "Set-up: JVMs started, libraries loaded, memory mapped",
                (report, row) -> Figures.secondsOrDash(row.setupSeconds()));
    }

    private HtmlTable memory() {
        return table(
                "Memory of all our processes at its height, shared pages once",
                (report, row) -> row.peakRssBytes() > 0 ? ByteSize.format(row.peakRssBytes()) : Figures.NONE);
    }

    private String crossings() {
        if (sweep.crossings().isEmpty()) {
            return "<p>No two ways surely change places.</p>\n";
        }
        HtmlTable table = new HtmlTable(
                        "Pairs that change places",
                        "faster at smaller " + sweep.swept().several(),
                        "faster at larger " + sweep.swept().several(),
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
                            crossing.place(),
                            crossing.leading() ? "yes" : "no",
                            crossing.sure() ? "95 %" : "medians alone"));
        }
        return table.markup();
    }

    private String samples() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sweep.sizes().size(); i++) {
            text.append(HtmlPage.details(
                    sentence(sweep.swept().named(sweep.sizes().get(i))),
                    CompareHtml.samples(sweep.comparisons().get(i))));
        }
        return text.toString();
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}

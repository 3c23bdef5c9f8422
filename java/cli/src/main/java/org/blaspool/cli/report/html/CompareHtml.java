package org.blaspool.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.Phase;
import org.blaspool.cli.report.RowNames;
import org.blaspool.cli.report.Summary;
import org.blaspool.cli.report.WorkloadReport;
import org.blaspool.memory.ByteSize;

/** A comparison as a page: the answer, the charts that bear it out, every figure, and what to mind. */
public final class CompareHtml {
    private final CompareReport report;
    private final List<String> names;
    private final CompareNumbers numbers;

    private CompareHtml(CompareReport report) {
        this.report = report;
        this.names = RowNames.of(report.results());
        this.numbers = CompareNumbers.of(report);
    }

    public static String of(CompareReport report) {
        return new CompareHtml(report).markup();
    }

    private String markup() {
        Summary summary = Summary.of(report);
        HtmlPage page = new HtmlPage(
                "blaspool: " + batch() + (report.isBusy() ? ", on this machine as busy as it is now" : ""));
        page.headline(batch(), summary.headline());
        page.plain(answers(summary));
        page.section("How long each takes", ratios());
        page.section("Where the time goes", phases());
        if (numbers.hasPredictions()) {
            page.section("Predicted and measured", predictions());
        }
        page.section("Warnings", MachineSection.warnings(report.warnings()));
        page.section("All figures", figures() + samples(report));
        page.section("Machine", MachineSection.machine(report));
        page.section("Method", MachineSection.method(report));
        return page.markup(numbers);
    }

    private String batch() {
        WorkloadReport work = report.workload();
        String shape = work.m() == work.k() && work.k() == work.n()
                ? work.n() + " x " + work.n() + " matrices"
                : work.m() + " x " + work.k() + " by " + work.k() + " x " + work.n() + " matrices";
        return work.pairs() + " products of " + shape + " on "
                + report.machine().cpus() + (report.machine().cpus() == 1 ? " CPU" : " CPUs");
    }

    private String answers(Summary summary) {
        String spec = report.recommendation() == null
                ? ""
                : "<p class=\"spec\">For files of your own: <code>blaspool run --strategy "
                        + Markup.escape(report.recommendation().spec()) + "</code></p>\n";
        return "<div class=\"answers\">\n" + answer("By how much", summary.difference())
                + answer("How sure", summary.confidence()) + answer("Why", summary.cause()) + "</div>\n" + spec;
    }

    private static String answer(String question, String text) {
        return "<div>\n" + Markup.element("h2", question) + Markup.element("p", text) + "</div>\n";
    }

    private String ratios() {
        HtmlTable table = new HtmlTable(
                        "Time relative to the best", "way", "times the best", "95 % interval", "verdict")
                .withWords(3);
        StringBuilder said = new StringBuilder("Bars of the time relative to the best way: ");
        for (CompareNumbers.Bar bar : numbers.rows()) {
            table.row(
                    mark(bar.verdict()),
                    List.of(
                            bar.name(),
                            Figures.fixedOrDash(bar.ratio(), 3),
                            interval(bar.low(), bar.high()),
                            bar.verdict()));
            said.append(bar.name())
                    .append(' ')
                    .append(Figures.fixedOrDash(bar.ratio(), 2))
                    .append(", ");
        }
        String note = report.rounds() < 6
                ? "Median time over the best median; shorter is better. Too few rounds for intervals."
                : "Median time over the best median; shorter is better. Whiskers: 95 % interval.";
        return HtmlPage.figure("ratios", said.substring(0, said.length() - 2), note, table.markup());
    }

    private static String interval(Double low, Double high) {
        return low == null ? Figures.NONE : Figures.fixed(low, 3) + " to " + Figures.fixed(high, 3);
    }

    private static String mark(String verdict) {
        return switch (verdict) {
            case "best" -> "best";
            case "failed" -> "failed";
            default -> "";
        };
    }

    private String phases() {
        List<String> header = new ArrayList<>(List.of("seconds for"));
        header.addAll(Phase.names());
        HtmlTable table = new HtmlTable("Seconds in each phase, mean over the workers, median round", header);
        for (CompareNumbers.Bar bar : numbers.rows()) {
            List<String> cells = new ArrayList<>(List.of(bar.name()));
            bar.phases().forEach(seconds -> cells.add(seconds == 0 ? Figures.NONE : Figures.seconds(seconds)));
            table.row(mark(bar.verdict()), cells);
        }
        return HtmlPage.figure(
                "phases",
                "Stacked bars of the seconds that each way spends multiplying, serializing, sending, waiting; the table"
                        + " below has them.",
                "Seconds of the median round, mean over the workers.",
                table.markup());
    }

    private String predictions() {
        HtmlTable table =
                new HtmlTable("Seconds predicted and measured", "way", "predicted", "median", "fastest", "slowest");
        for (CompareNumbers.Bar bar : numbers.rows()) {
            table.row(
                    "",
                    List.of(
                            bar.name(),
                            Figures.secondsOrDash(bar.predicted()),
                            Figures.seconds(bar.median()),
                            Figures.seconds(least(bar.seconds())),
                            Figures.seconds(most(bar.seconds()))));
        }
        return HtmlPage.figure(
                "predictions",
                "Predicted seconds beside the median and the range of the measured ones; the table below has them.",
                "Diamond: what plan predicts. Dot: median; line: fastest to slowest round.",
                table.markup());
    }

    private static double least(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static double most(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    private String figures() {
        HtmlTable times = new HtmlTable(
                        "Times", "way", "W x T", "median", "times the best", "verdict", "GFLOP/s", "of peak", "set-up")
                .withWords(4);
        HtmlTable use = new HtmlTable(
                        "Use",
                        "way",
                        "memory",
                        "moved",
                        "CPU user",
                        "CPU system",
                        "faults",
                        "switches",
                        "CPUs",
                        "pages")
                .withWords(8);
        for (int i = 0; i < names.size(); i++) {
            Row row = report.results().get(i);
            String mark = row.verified() ? mark(row.verdict()) : "failed";
            times.row(mark, times(names.get(i), row));
            use.row(mark, use(names.get(i), row));
        }
        return times.markup() + use.markup() + Markup.element("p", "W workers x T BLAS threads each, /chunk size.");
    }

    private static List<String> times(String name, Row row) {
        String verdict = row.failure() != null ? "failed: " + row.failure() : row.verdict();
        return List.of(
                name,
                RowNames.layout(row),
                Figures.secondsOrDash(row.medianSeconds()),
                Figures.fixedOrDash(row.ratioToBest(), 3),
                row.verified() || row.failure() != null ? verdict : "not verified",
                Figures.fixedOrDash(row.gflops(), 1),
                row.percentOfPeak() == null ? Figures.NONE : Figures.fixed(row.percentOfPeak(), 1) + " %",
                Figures.secondsOrDash(row.setupSeconds()));
    }

    private static List<String> use(String name, Row row) {
        CompareReport.EffectiveReport effective = row.effective();
        return List.of(
                name,
                row.peakRssBytes() > 0 ? ByteSize.format(row.peakRssBytes()) : Figures.NONE,
                row.bytesMoved() > 0 ? ByteSize.format(row.bytesMoved()) : Figures.NONE,
                Figures.fixed(row.cpuUserSeconds(), 2) + " s",
                Figures.fixed(row.cpuSystemSeconds(), 2) + " s",
                Figures.count(row.pageFaults()),
                Figures.count(row.contextSwitches()),
                effective == null ? Figures.NONE : String.join(" ", effective.cpus()),
                effective == null ? Figures.NONE : effective.pages());
    }

    static String samples(CompareReport report) {
        HtmlTable table =
                new HtmlTable("Raw samples, seconds in the order of the rounds", "spec", "seconds").withWords(1);
        for (Row row : report.results()) {
            String seconds = String.join(
                    "  ", row.seconds().stream().map(CompareHtml::sample).toList());
            table.row("", List.of(row.spec(), seconds.isEmpty() ? Figures.NONE : seconds));
        }
        return table.markup();
    }

    private static String sample(double seconds) {
        return Figures.fixed(seconds, seconds < 0.1 ? 6 : 4);
    }
}

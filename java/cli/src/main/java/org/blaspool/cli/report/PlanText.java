package org.blaspool.cli.report;

import java.util.List;
import org.blaspool.cli.terminal.Style;
import org.blaspool.memory.ByteSize;
import org.blaspool.plan.StrategySpec;

/** A plan as text of 80 columns. */
public final class PlanText {
    private PlanText() {}

    public static String of(PlanReport report, Style style) {
        StringBuilder text = new StringBuilder();
        PlanReport.Batch batch = report.batch();
        text.append(style.heading(batch.pairs() + " products" + size(batch.groups()) + ", " + Figures.flop(batch.flop())
                        + " in all, " + ByteSize.format((long) batch.bytes())))
                .append('\n')
                .append(style.faint(report.machine().allotment()))
                .append("\n\n");
        TextTable table = new TextTable(
                "predicted", "seconds", "ratio", "GFLOP/s", "compute", "copy", "queue", "start", "set-up", "memory");
        for (PlanReport.Row row : report.results()) {
            PlanReport.Terms terms = row.terms();
            table.row(
                    name(row),
                    (row.modelled() ? "" : ">") + Figures.seconds(row.predictedSeconds()),
                    Figures.fixed(row.ratioToBest(), 2),
                    Figures.fixed(row.gflops(), 1),
                    share(terms.compute(), row),
                    share(terms.copy(), row),
                    share(terms.queue(), row),
                    share(terms.start(), row),
                    Figures.fixed(row.setupSeconds(), 2),
                    ByteSize.format(row.memoryBytes()) + (row.fitsMemory() ? "" : "!"));
        }
        table.lines().forEach(line -> text.append(line).append('\n'));
        text.append(style.faint("compute, copy, queue, start: % of the seconds; set-up in seconds, not among them"))
                .append('\n');
        if (report.results().stream().anyMatch(row -> !row.modelled())) {
            text.append(style.faint("> at least: the model does not cover this configuration"))
                    .append('\n');
        }
        if (report.results().stream().anyMatch(row -> !row.fitsMemory())) {
            text.append(style.faint("! more than the memory limit of " + ByteSize.format(report.memoryLimitBytes())))
                    .append('\n');
        }
        for (WarningReport warning : report.warnings()) {
            text.append('\n');
            Paragraph.wrap("warning: " + warning.text() + "; " + warning.advice(), "  ")
                    .forEach(line -> text.append(style.warning(line)).append('\n'));
        }
        text.append('\n')
                .append(style.heading("Take " + report.recommendation().spec()))
                .append('\n');
        paragraph(text, report.recommendation().reason());
        for (PlanReport.Change change : report.changes()) {
            paragraph(text, "At size " + change.size() + " it would be " + change.strategy() + ".");
        }
        return text.toString();
    }

    private static void paragraph(StringBuilder text, String words) {
        Paragraph.wrap("  " + words, "  ").forEach(line -> text.append(line).append('\n'));
    }

    private static String size(List<PlanReport.Group> groups) {
        if (groups.size() > 1) {
            return " of " + groups.size() + " sizes";
        }
        PlanReport.Group group = groups.get(0);
        return " of " + group.m() + "x" + group.k() + " by " + group.k() + "x" + group.n();
    }

    private static String name(PlanReport.Row row) {
        StrategySpec spec = StrategySpec.parse(row.spec());
        String label = spec.kind().label().replace("processes-", "p-");
        return label + spec.codec().map(codec -> " " + codec).orElse("");
    }

    private static String share(double part, PlanReport.Row row) {
        return row.predictedSeconds() <= 0 ? Figures.NONE : Figures.fixed(100 * part / row.predictedSeconds(), 0);
    }
}

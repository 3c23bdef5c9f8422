package org.blaspool.cli.report;

import java.util.List;
import java.util.Locale;
import org.blaspool.cli.report.TextPage.TextTable;
import org.blaspool.cli.terminal.Style;
import org.blaspool.memory.ByteSize;

/** A plan as text of 80 columns. */
public final class PlanText extends TextPage {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private PlanText(Style style) {
        super(style);
    }

    /** @param details whether set-up, memory and the start of a batch are told too */
    public static String of(PlanReport report, Style style, boolean details) {
        PlanText text = new PlanText(style);
        PlanReport.Batch batch = report.batch();
        text.line(style.heading(batch.pairs() + " products" + size(batch.groups()) + ", " + Figures.flop(batch.flop())
                + " in all, " + ByteSize.format((long) batch.bytes())));
        text.faint(where(report));
        text.line("");
        TextTable table = details
                ? new TextTable("predicted", "seconds", "start", "set-up", "GFLOP/s", "memory", "rests on")
                : new TextTable("predicted", "seconds", "ratio", "GFLOP/s", "memory", "rests on");
        for (PlanReport.Row row : report.results()) {
            String seconds = Figures.secondsOrDash(row.predictedSeconds());
            String gflops = Figures.fixedOrDash(row.gflops(), 1);
            String memory = ByteSize.format(row.memoryBytes()) + (row.fitsMemory() ? "" : "!");
            if (details) {
                String start = Figures.secondsOrDash(row.startSeconds());
                String setup = Figures.secondsOrDash(row.setupSeconds());
                table.row(RowNames.of(row.spec()), seconds, start, setup, gflops, memory, basis(row));
            } else {
                table.row(
                        RowNames.of(row.spec()),
                        seconds,
                        Figures.fixedOrDash(row.ratioToBest(), 2),
                        gflops,
                        memory,
                        basis(row));
            }
        }
        table.lines().forEach(text::line);
        text.faint("rests on such batches, on fewer or more products, on other sizes; how old");
        if (report.results().stream().anyMatch(row -> !row.fitsMemory())) {
            text.faint("! more than the memory limit of " + ByteSize.format(report.memoryLimitBytes()));
        }
        if (report.results().stream().anyMatch(PlanReport.Row::busy)) {
            text.faint("* others had much of the CPUs then");
        }
        text.warnings(report.warnings());
        text.recommendation(
                report.recommendation().spec(), report.recommendation().reason());
        return text.toString();
    }

    private static String where(PlanReport report) {
        return report.machine() == null
                ? "on another machine, by its samples: "
                        + report.samples().identity().split("\\|")[0] + ", "
                        + report.samples().cores() + " cores"
                : report.machine().allotment()
                        + (report.samplingSeconds() > 0
                                ? "; sampled in " + Figures.seconds(report.samplingSeconds())
                                : "; nothing had to be run");
    }

    private static String size(List<PlanReport.Group> groups) {
        if (groups.size() > 1) {
            return " of " + groups.size() + " sizes";
        }
        PlanReport.Group group = groups.get(0);
        return " of " + group.m() + "x" + group.k() + " by " + group.k() + "x" + group.n();
    }

    private static String basis(PlanReport.Row row) {
        if (row.basis() == null) {
            return "no samples";
        }
        String rests = switch (row.basis()) {
            case "measured" -> "batches";
            case "other-count" -> "products";
            default -> "sizes";
        };
        return rests + ", " + age(row.ageSeconds()) + (row.busy() ? "*" : "");
    }

    static String age(long seconds) {
        if (seconds < MINUTE) {
            return "now";
        }
        if (seconds < HOUR) {
            return String.format(Locale.ROOT, "%d min", seconds / MINUTE);
        }
        return seconds < DAY
                ? String.format(Locale.ROOT, "%d h", seconds / HOUR)
                : String.format(Locale.ROOT, "%d d", seconds / DAY);
    }
}

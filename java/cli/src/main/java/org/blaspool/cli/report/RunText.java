package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.terminal.Style;
import org.blaspool.file.Workload;
import org.blaspool.memory.ByteSize;
import org.blaspool.run.RunSummary;

/** What {@code run} did, or would do, as text of 80 columns. */
public final class RunText {
    private static final double NO_COST_SECONDS = 1e-3;

    private RunText() {}

    /** What would be computed. */
    public static String dryRun(RunReport report) {
        Workload work = report.workload().sizes();
        RunSummary summary = report.summary();
        return text(
                List.of(
                        work.products() + " products to compute, "
                                + summary.skipped() + " results are there: "
                                + Figures.flop(work.flop()) + ", operands " + ByteSize.format(work.operandBytes())
                                + ", results " + ByteSize.format(work.resultBytes())
                                + (summary.replaced() == 0
                                        ? ""
                                        : "; " + summary.replaced() + " of them replace results that are not trusted"),
                        "reads " + ByteSize.format(work.storedBytes()) + " from files, writes "
                                + ByteSize.format(work.resultBytes())
                                + expected(report.workload().expected()),
                        strategy(report),
                        "all files are there and agree; nothing was computed (--dry-run)"),
                report);
    }

    private static String expected(RunReport.Expected expected) {
        if (expected == null) {
            return "";
        }
        String computing =
                expected.seconds() == null ? "" : Figures.seconds(expected.seconds()) + " of computing beside that, ";
        return "; predicted: " + computing + ByteSize.format((long) expected.memoryBytes()) + " of memory";
    }

    /** What was computed. */
    public static String of(RunReport report) {
        RunSummary summary = report.summary();
        RunSummary.Seconds seconds = summary.seconds();
        List<String> parts = new ArrayList<>();
        parts.add(counts(summary) + ", in " + Figures.seconds(seconds.total()) + verified(summary));
        if (summary.windows() > 0) {
            parts.add("computed in " + Figures.seconds(seconds.compute()) + " at " + Figures.fixed(summary.gflops(), 1)
                    + " GFLOP/s; set up " + Figures.seconds(seconds.setup()) + transfers(seconds) + ", verified "
                    + Figures.seconds(seconds.verify()));
            parts.add(strategy(report));
            if (report.effective() != null && report.effective().kernels() != null) {
                parts.add("computed by " + report.effective().kernels());
            }
        }
        if (summary.bound() != null) {
            parts.add(summary.bound().text());
        }
        return text(parts, report);
    }

    /** Nothing where workers read and store themselves, which is part of computing then. */
    private static String transfers(RunSummary.Seconds seconds) {
        return seconds.read() == 0
                ? ""
                : ", read " + Figures.seconds(seconds.read()) + ", stored " + Figures.seconds(seconds.store());
    }

    private static String counts(RunSummary summary) {
        long left = summary.products() - summary.stored() - summary.skipped() - summary.failed();
        return summary.stored() + " results stored, " + summary.skipped() + " skipped, " + summary.failed()
                + " failed, " + summary.retried() + " retried"
                + (left > 0 ? ", " + left + " not computed (--on-error continue goes on, --resume makes up)" : "");
    }

    private static String verified(RunSummary summary) {
        if (summary.windows() == 0 || summary.stored() == 0) {
            return "";
        }
        return summary.verified() ? "; all verified" : "; NOT all verified";
    }

    private static String strategy(RunReport report) {
        String cost = report.choosingSeconds() < NO_COST_SECONDS
                ? ""
                : "; choosing cost " + Figures.seconds(report.choosingSeconds());
        return "with " + report.spec() + ": " + report.reason() + cost;
    }

    private static String text(List<String> parts, RunReport report) {
        TextPage text = new TextPage(Style.PLAIN);
        parts.forEach(text::paragraph);
        text.warnings(report.warnings());
        return text.toString();
    }
}

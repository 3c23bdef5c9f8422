package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.Machine;
import org.blaspool.cli.command.MemoryBudget;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.ByteSize;
import org.blaspool.cli.report.CompareReport.Requested;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.MachineReport;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.RunReport;
import org.blaspool.cli.report.WarningReport;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.Workload;
import org.blaspool.measure.MachineRecord;

/** One call of {@code run}, from the manifest to the summary. */
final class FileRun {
    private static final int PRODUCT_FAILED = 1;

    private final RunRequest request;
    private final Session session;
    private final Machine machine;
    private final long startNanos = System.nanoTime();

    FileRun(RunRequest request, Session session) {
        this.request = request;
        this.session = session;
        this.machine = session.machine();
    }

    int carryOut() {
        MemoryBudget budget = MemoryBudget.of(request.options().memoryLimit(), machine.memory());
        Manifest manifest =
                Manifest.open(request.pairs(), request.out(), session.console().in());
        try (FileReaders readers = new FileReaders(machine.cpus().cpus())) {
            Selection selection = Selection.check(manifest, request, readers);
            selection.workload().requireWithin(budget.bytes());
            session.stop().check();
            try (Engine engine = Engine.open(request.options().blas().get(0), request.options(), machine)) {
                Choice choice = new StrategyChoice(session, engine, budget).choose(request, selection.workload());
                return request.dryRun() || selection.workload().products() == 0
                        ? finish(selection, choice, engine, null)
                        : compute(selection, choice, engine, budget, readers);
            }
        }
    }

    private int compute(Selection selection, Choice choice, Engine engine, MemoryBudget budget, FileReaders readers) {
        try (WindowLoop loop = new WindowLoop(request, session, engine, choice.spec(), selection)) {
            try {
                loop.run(budget, readers);
            } catch (RuntimeException e) {
                if (session.stop().requested()) {
                    throw new StoppedException(
                            "stopped by a signal: stored=" + loop.stored() + " of="
                                    + selection.workload().products() + ", go on with --resume",
                            e);
                }
                throw e;
            }
            return finish(selection, choice, engine, loop);
        }
    }

    /** Reports; {@code loop} is null where nothing was computed. */
    private int finish(Selection selection, Choice choice, Engine engine, WindowLoop loop) {
        RunReport report = report(selection, choice, engine, loop);
        ReportWriter writer =
                new ReportWriter(request.output(), session.console().out());
        writer.text(() -> request.dryRun() ? plan(report) : summary(report));
        writer.json(report);
        for (RunReport.FailedProduct failure : report.failures()) {
            session.console()
                    .err()
                    .println("blaspool: product failed: " + failure.entry() + " out=" + failure.out() + ", "
                            + failure.reason());
        }
        return report.failed() == 0 ? 0 : PRODUCT_FAILED;
    }

    private RunReport report(Selection selection, Choice choice, Engine engine, WindowLoop loop) {
        Workload work = selection.workload();
        boolean computed = loop != null;
        RunReport.Seconds seconds =
                computed ? loop.seconds(sinceStart()) : new RunReport.Seconds(sinceStart(), 0, 0, 0, 0, 0);
        return new RunReport(
                RunReport.SCHEMA,
                MachineReport.of(MachineRecord.describe(machine.topology(), machine.cpus(), engine.blas())),
                choice.spec().toString(),
                choice.reason(),
                Requested.of(choice.spec()),
                computed ? loop.effective() : null,
                new RunReport.Work(work.products(), work.flop(), work.operandBytes(), work.resultBytes()),
                work.products() + selection.skipped(),
                computed ? loop.stored() : 0,
                selection.skipped(),
                computed ? loop.failures().size() : 0,
                computed ? loop.windows() : 0,
                seconds,
                seconds.compute() > 0 ? loop.flop() / seconds.compute() / 1e9 : 0,
                computed && loop.verified(),
                computed ? loop.failures() : List.of(),
                computed
                        ? loop.notes().stream()
                                .map(note -> new WarningReport("strategy", note, null))
                                .toList()
                        : List.of());
    }

    private double sinceStart() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static String plan(RunReport report) {
        RunReport.Work work = report.workload();
        return work.products() + " products to compute, " + report.skipped() + " results are there: "
                + Figures.flop(work.flop()) + ", operands " + ByteSize.format(work.operandBytes()) + ", results "
                + ByteSize.format(work.resultBytes()) + "\nwith " + report.spec() + ": " + report.reason()
                + "\nall files are there and agree; nothing was computed (--dry-run)\n";
    }

    private static String summary(RunReport report) {
        RunReport.Seconds seconds = report.seconds();
        StringBuilder text = new StringBuilder();
        text.append(report.stored())
                .append(" results stored, ")
                .append(report.skipped())
                .append(" skipped, ")
                .append(report.failed())
                .append(" failed, in ")
                .append(Figures.seconds(seconds.total()));
        if (report.windows() > 0) {
            text.append(report.verified() ? "; all verified" : "; NOT all verified")
                    .append("\ncomputed in ")
                    .append(Figures.seconds(seconds.compute()))
                    .append(" at ")
                    .append(Figures.fixed(report.gflops(), 1))
                    .append(" GFLOP/s; set up ")
                    .append(Figures.seconds(seconds.setup()))
                    .append(", read ")
                    .append(Figures.seconds(seconds.read()))
                    .append(", verified ")
                    .append(Figures.seconds(seconds.verify()))
                    .append(", stored ")
                    .append(Figures.seconds(seconds.store()))
                    .append("\nwith ")
                    .append(report.spec())
                    .append(": ")
                    .append(report.reason());
        }
        text.append('\n');
        report.warnings()
                .forEach(warning ->
                        text.append("warning: ").append(warning.text()).append('\n'));
        return text.toString();
    }
}

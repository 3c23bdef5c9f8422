package org.blaspool.cli.command.run;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.Machine;
import org.blaspool.cli.command.MemoryBudget;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.report.BoundReport;
import org.blaspool.cli.report.CompareReport.Requested;
import org.blaspool.cli.report.MachineReport;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.RunReport;
import org.blaspool.cli.report.RunText;
import org.blaspool.cli.report.WarningReport;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.Workload;
import org.blaspool.measure.MachineRecord;
import org.blaspool.plan.StrategySpec;

/** One call of {@code run}, from the manifest to the summary. */
final class FileRun {
    private static final int PRODUCT_FAILED = 1;
    /** Disks and file servers want several requests at once, however few the CPUs. */
    private static final int FEWEST_READERS = 8;

    private final RunRequest request;
    private final Session session;
    private final Machine machine;
    private final List<String> notes = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private RunReport.Expected expected;

    FileRun(RunRequest request, Session session) {
        this.request = request;
        this.session = session;
        this.machine = session.machine();
    }

    int carryOut() {
        MemoryBudget budget = MemoryBudget.of(request.options().memoryLimit(), machine.memory());
        Manifest manifest =
                Manifest.open(request.pairs(), request.out(), session.console().in());
        try (FileReaders readers =
                        new FileReaders(Math.max(FEWEST_READERS, machine.cpus().cpus()));
                RunJournal journal = new RunJournal(request)) {
            Selection selection = Selection.check(manifest, request, journal, readers);
            Workload work = selection.workload();
            work.requireWithin(budget.bytes());
            session.stop().check();
            RunMemory memory = new RunMemory(budget, work, machine.cpus().physicalCores());
            request.strategy().ifPresent(memory::require);
            if (!request.dryRun() && work.products() > 0) {
                journal.begin();
                warnOfLittleSpace(journal, work);
            }
            notes.addAll(journal.notes());
            try (Watch watch =
                            Watch.open(request.observation(), session.console().err());
                    Engine engine = Engine.open(
                            request.options().blas().get(0),
                            request.options(),
                            machine,
                            request.faults(),
                            watch.observation())) {
                StrategyChoice choices = new StrategyChoice(request, session, engine, memory);
                Choice choice = choices.choose();
                choice.specs().forEach(memory::require);
                expected = request.dryRun() ? choices.expected(choice.spec()) : null;
                return request.dryRun() || work.products() == 0
                        ? finish(selection, choice, engine, null, null)
                        : compute(selection, choice, engine, memory, readers, journal);
            }
        }
    }

    /** Said at once, not in the summary: the space may be made while the run goes on. */
    private void warnOfLittleSpace(RunJournal journal, Workload work) {
        long free = journal.unfinished().freeBytes();
        if (free >= 0 && free < work.resultBytes() && !request.output().quiet()) {
            session.console()
                    .err()
                    .println("blaspool: warning: results take more than is free: out="
                            + request.out().path() + " bytes=" + work.resultBytes() + " free=" + free
                            + "; what is stored until it is full stays");
        }
    }

    private int compute(
            Selection selection,
            Choice choice,
            Engine engine,
            RunMemory memory,
            FileReaders readers,
            RunJournal journal) {
        try (WindowLoop loop = new WindowLoop(request, session, engine, choice, selection, memory);
                RunWatch watch = new RunWatch(
                        session.console(),
                        request,
                        selection,
                        loop,
                        machine.cpus().cpus())) {
            String state = "failed";
            try {
                loop.run(readers, journal);
                state = loop.tally().anyFailed() ? "failed" : "done";
            } catch (RuntimeException e) {
                if (session.stop().requested()) {
                    state = "stopped";
                    throw new StoppedException(
                            "stopped by a signal: stored=" + loop.tally().storedCount() + " of="
                                    + selection.workload().products() + ", go on with --resume",
                            e);
                }
                throw e;
            } finally {
                watch.end(state);
            }
            return finish(selection, choice, engine, loop, watch.bound());
        }
    }

    /** Reports; {@code loop} is null where nothing was computed. */
    private int finish(Selection selection, Choice choice, Engine engine, WindowLoop loop, BoundReport bound) {
        RunReport report = report(selection, choice, engine, loop, bound);
        ReportWriter writer =
                new ReportWriter(request.output(), session.console().out());
        writer.text(() -> request.dryRun() ? RunText.dryRun(report) : RunText.of(report));
        writer.json(report);
        for (RunReport.FailedProduct failure : report.failures()) {
            session.console()
                    .err()
                    .println("blaspool: product failed: " + failure.entry() + " out=" + failure.out() + ", "
                            + failure.reason());
        }
        return report.failed() == 0 ? 0 : PRODUCT_FAILED;
    }

    private RunReport report(Selection selection, Choice choice, Engine engine, WindowLoop loop, BoundReport bound) {
        Workload work = selection.workload();
        // Where nothing was computed, nothing was counted either.
        Tally tally = loop == null ? new Tally(selection) : loop.tally();
        RunReport.Seconds seconds = tally.report(sinceStart());
        StrategySpec spec = loop == null ? choice.spec() : loop.spec();
        return new RunReport(
                RunReport.SCHEMA,
                MachineReport.of(MachineRecord.describe(machine.topology(), machine.cpus(), engine.blas())),
                spec.toString(),
                loop == null || loop.contest().isEmpty() ? choice.reason() : loop.contest(),
                choice.seconds() + (loop == null ? 0 : loop.choosingSeconds()),
                Requested.of(spec),
                loop == null ? null : loop.effective(),
                new RunReport.Work(
                        work.products(),
                        work.flop(),
                        work.operandBytes(),
                        work.resultBytes(),
                        work.storedBytes(),
                        expected),
                work.products() + selection.skipped(),
                tally.storedCount(),
                selection.skipped(),
                tally.failures().size(),
                loop == null ? 0 : loop.retried(),
                selection.replaced(),
                tally.windows(),
                seconds,
                seconds.compute() > 0 ? tally.flop() / seconds.compute() / 1e9 : 0,
                bound,
                tally.verified(),
                tally.failures(),
                warnings(loop));
    }

    private List<WarningReport> warnings(WindowLoop loop) {
        List<WarningReport> warnings = new ArrayList<>();
        notes.forEach(note -> warnings.add(new WarningReport("journal", note, null)));
        if (loop != null) {
            loop.notes().forEach(note -> warnings.add(new WarningReport("strategy", note, null)));
        }
        return warnings;
    }

    private double sinceStart() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}

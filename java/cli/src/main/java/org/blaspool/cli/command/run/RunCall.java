package org.blaspool.cli.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.RunReport;
import org.blaspool.cli.report.RunText;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Warning;
import org.blaspool.plan.Planner;
import org.blaspool.plan.StrategySpec;
import org.blaspool.run.FileRun;
import org.blaspool.run.RunSummary;
import org.blaspool.run.StrategyChoice;
import org.blaspool.run.StrategyChoice.Choice;
import org.blaspool.strategy.Contest;
import org.blaspool.strategy.Engine;
import org.blaspool.strategy.Strategy;

/** One call of {@code run}, from the manifest to the summary. */
record RunCall(RunRequest request, Session session) {
    private static final int PRODUCT_FAILED = 1;

    int carryOut() {
        Machine machine = session.machine();
        MemoryBudget budget = MemoryBudget.of(request.options().memoryLimit(), machine.memory());
        try (FileRun run =
                FileRun.open(request.run(), machine, budget, session.console().in(), session.stop()::requested)) {
            request.strategy().ifPresent(run.memory()::require);
            run.begin().ifPresent(free -> warnOfLittleSpace(run, free));
            StrategyOptions options = request.options();
            try (Watch watch =
                            Watch.open(request.observation(), session.console().err());
                    Engine engine = options.open(
                            options.blas().get(0), machine, request.run().faults(), watch.observation())) {
                int cores = machine.cpus().physicalCores();
                long available = machine.memory().availableBytes();
                Planner planner = new Planner(engine.samples(), cores, options.asSpec(), available);
                StrategyChoice choices = new StrategyChoice(engine, run.memory(), planner, cores, options::complete);
                boolean dryRun = request.run().dryRun();
                Choice choice = choices.choose(request.strategy(), request.needsWorkers(), !dryRun);
                choice.specs().forEach(run.memory()::require);
                RunReport.Expected expected = dryRun ? expected(run, choices, choice.spec()) : null;
                if (dryRun || run.workload().products() == 0) {
                    return finish(run, new Taken(choice), engine, expected);
                }
                Strategy strategy = choices.strategy(choice);
                run.take(strategy);
                compute(run);
                Taken taken = strategy instanceof Contest contest ? new Taken(choice, contest) : new Taken(choice);
                return finish(run, taken, engine, expected);
            }
        }
    }

    private static RunReport.Expected expected(FileRun run, StrategyChoice choices, StrategySpec spec) {
        if (run.workload().products() == 0) {
            return null;
        }
        OptionalDouble seconds = choices.predictedSeconds(spec);
        return new RunReport.Expected(
                seconds.isPresent() ? seconds.getAsDouble() : null, run.memory().expectedBytes(spec));
    }

    /** Said at once, not in the summary: the space may be made while the run goes on. */
    private void warnOfLittleSpace(FileRun run, long free) {
        if (!request.output().quiet()) {
            session.console()
                    .err()
                    .println("blaspool: warning: results take more than is free: out="
                            + request.run().out().path() + " bytes="
                            + run.workload().resultBytes() + " free=" + free
                            + "; what is stored until it is full stays");
        }
    }

    private void compute(FileRun run) {
        try (RunWatch watch = new RunWatch(session.console(), request, run)) {
            String state = "failed";
            try {
                run.compute();
                state = run.tally().anyFailed() ? "failed" : "done";
            } catch (StoppedException e) {
                state = "stopped";
                throw e;
            } finally {
                watch.end(state);
            }
        }
    }

    /** The strategy that was taken in the end, why, and what it cost to find out. */
    private record Taken(StrategySpec spec, String reason, double choosingSeconds) {
        Taken(Choice choice) {
            this(choice.spec(), choice.reason(), choice.seconds());
        }

        Taken(Choice choice, Contest contest) {
            this(
                    contest.requested(),
                    contest.outcome().isEmpty() ? choice.reason() : contest.outcome(),
                    choice.seconds() + contest.choosingSeconds());
        }
    }

    private int finish(FileRun run, Taken choice, Engine engine, RunReport.Expected expected) {
        RunSummary summary = run.summary();
        Machine machine = session.machine();
        RunReport report = new RunReport(
                RunReport.SCHEMA,
                MachineRecord.describe(machine.topology(), machine.cpus(), engine.blas()),
                choice.spec().toString(),
                choice.reason(),
                choice.choosingSeconds(),
                StrategyResult.Requested.of(choice.spec()),
                run.effective(),
                new RunReport.Work(run.workload(), expected),
                summary,
                warnings(run));
        ReportWriter writer =
                new ReportWriter(request.output(), session.console().out());
        writer.write(() -> request.run().dryRun() ? RunText.dryRun(report) : RunText.of(report), report, null, null);
        for (RunSummary.FailedProduct failure : summary.failures()) {
            session.console()
                    .err()
                    .println("blaspool: product failed: " + failure.entry() + " out=" + failure.out() + ", "
                            + failure.reason());
        }
        return summary.failed() == 0 ? 0 : PRODUCT_FAILED;
    }

    private static List<Warning> warnings(FileRun run) {
        List<Warning> warnings = new ArrayList<>();
        run.journalNotes().forEach(note -> warnings.add(new Warning("journal", note, null)));
        run.strategyNotes().forEach(note -> warnings.add(new Warning("strategy", note, null)));
        return warnings;
    }
}

package org.blaspool.cli.command.plan;

import java.util.List;
import org.blaspool.cli.command.Profiles;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.report.CompareReport.Recommendation;
import org.blaspool.cli.report.MachineReport;
import org.blaspool.cli.report.PlanReport;
import org.blaspool.cli.report.PlanText;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.WarningReport;
import org.blaspool.cpu.Machine;
import org.blaspool.measure.Issue;
import org.blaspool.measure.MachineRecord;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.PlanResult;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.strategy.Engine;

/** One call of {@code plan}. */
final class PlanRun {
    private final PlannedBatch batch;
    private final StrategyOptions options;
    private final OutputOptions output;
    private final boolean calibrate;
    private final Session session;

    PlanRun(PlannedBatch batch, StrategyOptions options, OutputOptions output, boolean calibrate, Session session) {
        this.batch = batch;
        this.options = options;
        this.output = output;
        this.calibrate = calibrate;
        this.session = session;
    }

    int carryOut() {
        Machine machine = session.machine();
        BatchShape shape = batch.shape(session);
        long limit = options.memoryLimit().orElse(machine.memory().availableBytes());
        try (Engine engine = options.open(options.blas().get(0), machine)) {
            Profiles profiles = new Profiles(engine, machine, session.console().environment());
            MachineProfile profile = calibrate ? profiles.measured() : profiles.keptOrMeasured();
            PlanResult plan = new Planner(profile, options.asSpec(), limit).plan(shape);
            MachineRecord record = MachineRecord.describe(machine.topology(), machine.cpus(), engine.blas());
            PlanReport report = report(plan, shape, limit, MachineReport.of(record), Profiles.issues(profile));
            ReportWriter writer = new ReportWriter(output, session.console().out());
            writer.text(() -> PlanText.of(report, session.console().style()));
            writer.json(report);
            return 0;
        }
    }

    private static PlanReport report(
            PlanResult plan, BatchShape shape, long limit, MachineReport machine, List<Issue> issues) {
        double best = plan.predictions().stream()
                .mapToDouble(Prediction::seconds)
                .min()
                .orElseThrow();
        return new PlanReport(
                PlanReport.SCHEMA,
                machine,
                new PlanReport.Batch(
                        shape.pairs(),
                        shape.flop(),
                        shape.bytes(),
                        shape.groups().stream()
                                .map(group -> new PlanReport.Group(
                                        group.shape().m(),
                                        group.shape().k(),
                                        group.shape().n(),
                                        group.count()))
                                .toList()),
                limit,
                plan.predictions().stream()
                        .map(prediction -> row(prediction, best, shape.flop(), limit))
                        .toList(),
                new Recommendation(plan.recommended().spec().toString(), plan.reason()),
                plan.changes().stream()
                        .map(change -> new PlanReport.Change(
                                change.size(), change.kind().label()))
                        .toList(),
                issues.stream()
                        .map(issue -> new WarningReport(issue.kind(), issue.text(), issue.advice()))
                        .toList());
    }

    private static PlanReport.Row row(Prediction prediction, double best, double flop, long limit) {
        Prediction.Terms terms = prediction.terms();
        return new PlanReport.Row(
                prediction.spec().kind().label(),
                prediction.spec().toString(),
                prediction.seconds(),
                prediction.seconds() / best,
                flop / prediction.seconds() / 1e9,
                new PlanReport.Terms(terms.compute(), terms.copy(), terms.start(), terms.queue()),
                prediction.setupSeconds(),
                (long) prediction.memoryBytes(),
                prediction.modelled(),
                prediction.memoryBytes() <= limit);
    }
}

package org.blaspool.cli.command.run;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.blaspool.cli.command.FileBatchShape;
import org.blaspool.cli.command.Profiles;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.RunReport;
import org.blaspool.file.Workload;
import org.blaspool.measure.Issue;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.PlanResult;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.run.RunMemory;
import org.blaspool.strategy.Engine;

/** Which strategy computes the products of files. */
final class StrategyChoice {
    private final RunRequest request;
    private final Session session;
    private final Engine engine;
    private final RunMemory memory;

    StrategyChoice(RunRequest request, Session session, Engine engine, RunMemory memory) {
        this.request = request;
        this.session = session;
        this.engine = engine;
        this.memory = memory;
    }

    /** The one that was asked for, else the planner's. */
    Choice choose() {
        if (request.strategy().isPresent()) {
            return new Choice(request.strategy().get(), "as asked for", List.of());
        }
        if (memory.work().products() == 0) {
            StrategySpec threads = request.options().complete(StrategySpec.of(StrategyKind.THREADS));
            return new Choice(threads, "there is nothing to compute", List.of());
        }
        MachineProfile profile = profile();
        return predicted(profile, Profiles.issues(profile));
    }

    /** What computing all products with a strategy is predicted to take; null where there are none. */
    RunReport.Expected expected(StrategySpec spec) {
        Workload work = memory.work();
        if (work.products() == 0) {
            return null;
        }
        MachineProfile profile = profile();
        double seconds =
                planner(profile).predict(spec, FileBatchShape.of(work, 1)).seconds();
        // Of products of more sizes than are told apart, those of the first sizes stand for all.
        double toldApart = work.shapes().entrySet().stream()
                .mapToDouble(entry -> entry.getKey().flop() * entry.getValue())
                .sum();
        return new RunReport.Expected(seconds * work.flop() / toldApart, memory.expectedBytes(spec));
    }

    private MachineProfile profile() {
        return new Profiles(engine, session.machine(), session.console().environment()).keptOrMeasured();
    }

    private Planner planner(MachineProfile profile) {
        return new Planner(
                profile, request.options().asSpec(), session.machine().memory().availableBytes());
    }

    private Choice predicted(MachineProfile profile, List<Issue> issues) {
        PlanResult plan = planner(profile).plan(window(memory.work()));
        StrategySpec recommended = complete(plan.recommended());
        if (usable(recommended)) {
            return new Choice(recommended, plan.reason(), issues);
        }
        Optional<Prediction> other = plan.predictions().stream()
                .filter(prediction -> prediction.modelled() && usable(complete(prediction)))
                .min(Comparator.comparingDouble(Prediction::seconds));
        return other.map(prediction -> new Choice(
                        complete(prediction),
                        "the fastest by prediction, " + Figures.seconds(prediction.seconds()) + ", of those "
                                + (request.needsWorkers()
                                        ? "with worker JVMs, which --retries and --timeout take"
                                        : "whose results are verified in memory, and that fit into it"),
                        issues))
                .orElseGet(() -> new Choice(recommended, plan.reason(), issues));
    }

    private StrategySpec complete(Prediction prediction) {
        return request.options().complete(prediction.spec());
    }

    /** Independent tasks have their results read back to be verified: they pay for files twice, which no plan knows. */
    private boolean usable(StrategySpec spec) {
        return spec.kind() != StrategyKind.INDEPENDENT
                && memory.allows(spec)
                && (spec.kind().usesProcesses() || !request.needsWorkers());
    }

    /** What is in memory at once: of a batch that does not fit, as much as fits. */
    private BatchShape window(Workload work) {
        double share = Math.min(1, (double) memory.budget().bytes() / Math.max(1, work.footprint()));
        return FileBatchShape.of(work, share);
    }
}

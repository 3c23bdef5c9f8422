package org.blaspool.cli.command.run;

import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.FileBatchShape;
import org.blaspool.cli.command.MemoryBudget;
import org.blaspool.cli.command.Session;
import org.blaspool.file.Workload;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.PlanResult;
import org.blaspool.plan.Planner;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;

/** Which strategy computes the products of files. */
final class StrategyChoice {
    private final Session session;
    private final Engine engine;
    private final MemoryBudget budget;

    StrategyChoice(Session session, Engine engine, MemoryBudget budget) {
        this.session = session;
        this.engine = engine;
        this.budget = budget;
    }

    /** The one that was asked for, else the planner's. */
    Choice choose(RunRequest request, Workload work) {
        if (request.strategy().isPresent()) {
            return new Choice(request.strategy().get(), "as asked for");
        }
        if (work.products() == 0) {
            return new Choice(
                    request.options().complete(StrategySpec.of(StrategyKind.THREADS)), "there is nothing to compute");
        }
        MachineProfile profile = engine.profiles(
                        session.machine(), session.console().environment())
                .keptOrMeasured();
        PlanResult plan = new Planner(
                        profile,
                        request.options().asSpec(),
                        session.machine().memory().availableBytes())
                .plan(window(work));
        return new Choice(request.options().complete(plan.recommended().spec()), plan.reason());
    }

    /** What is in memory at once: of a batch that does not fit, as much as fits. */
    private BatchShape window(Workload work) {
        double share = Math.min(1, (double) budget.bytes() / Math.max(1, work.footprint()));
        return FileBatchShape.of(work, share);
    }
}

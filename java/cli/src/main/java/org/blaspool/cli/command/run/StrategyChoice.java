package org.blaspool.cli.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.blaspool.cli.command.FileBatchShape;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.RunReport;
import org.blaspool.file.Workload;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.Rule;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.run.RunMemory;
import org.blaspool.strategy.Engine;

/**
 * Which strategy computes the products of files: the one that is asked for; else by what is known of this machine, by rule
 * where a rule is sure, and where it is not the candidates compute one of the first windows each. Nothing is run that is not
 * work.
 */
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

    Choice choose() {
        if (memory.work().products() == 0) {
            StrategySpec spec = request.strategy().orElse(complete(StrategyKind.THREADS));
            return Choice.of(spec, request.strategy().isPresent() ? "as asked for" : "there is nothing to compute");
        }
        long start = System.nanoTime();
        BatchShape window = window(memory.work());
        if (!request.run().dryRun()) {
            engine.prepareSplits(FileBatchShape.of(memory.work(), 1), false);
        }
        Choice choice =
                request.strategy().map(spec -> Choice.of(spec, "as asked for")).orElseGet(() -> auto(window));
        return new Choice(choice.specs(), choice.reason(), (System.nanoTime() - start) / 1e9);
    }

    private Choice auto(BatchShape window) {
        StrategySpec shared = complete(StrategyKind.PROCESSES_SHARED);
        if (request.needsWorkers()) {
            return Choice.of(shared, "--retries and --timeout take worker JVMs, and of those they move the least");
        }
        if (!engine.blas().concurrent() && memory.allows(shared)) {
            return Choice.of(shared, "callers of this BLAS in one process wait for each other");
        }
        return known(window).orElseGet(() -> byRule(window));
    }

    /** By what threads and BLAS threads took, where both are known of a machine that was quiet. */
    private Optional<Choice> known(BatchShape window) {
        List<StrategySpec> specs = new ArrayList<>(List.of(complete(StrategyKind.THREADS)));
        if (engine.blas().threadControl()) {
            specs.add(complete(StrategyKind.BLAS_THREADS));
        }
        return planner()
                .fastest(specs, window)
                .map(found -> Choice.of(
                        request.options().complete(found.spec()),
                        "by what such products took here: " + Figures.seconds(found.seconds()) + " a window"));
    }

    private Choice byRule(BatchShape window) {
        Rule rule = Rule.of(
                window, session.machine().cpus().physicalCores(), engine.blas().threadControl());
        StrategySpec spec = request.options().complete(rule.spec());
        if (rule.sure()) {
            return Choice.of(spec, rule.reason());
        }
        StrategySpec rival =
                complete(rule.spec().kind() == StrategyKind.THREADS ? StrategyKind.BLAS_THREADS : StrategyKind.THREADS);
        return new Choice(List.of(spec, rival), rule.reason(), 0);
    }

    private StrategySpec complete(StrategyKind kind) {
        return request.options().complete(StrategySpec.of(kind));
    }

    /** What computing all products with a strategy is predicted to take; null where nothing is known of it. */
    RunReport.Expected expected(StrategySpec spec) {
        Workload work = memory.work();
        if (work.products() == 0) {
            return null;
        }
        Prediction prediction = planner().predict(spec, FileBatchShape.of(work, 1));
        // Of products of more sizes than are told apart, those of the first sizes stand for all.
        double toldApart = work.shapes().entrySet().stream()
                .mapToDouble(entry -> entry.getKey().flop() * entry.getValue())
                .sum();
        Double seconds = prediction.isKnown() ? prediction.seconds() * work.flop() / toldApart : null;
        return new RunReport.Expected(seconds, memory.expectedBytes(spec));
    }

    private Planner planner() {
        return new Planner(
                engine.samples(),
                session.machine().cpus().physicalCores(),
                request.options().asSpec(),
                session.machine().memory().availableBytes());
    }

    /** What is in memory at once: of a batch that does not fit, as much as fits. */
    private BatchShape window(Workload work) {
        double share = Math.min(1, (double) memory.budget().bytes() / Math.max(1, work.footprint()));
        return FileBatchShape.of(work, share);
    }

    /**
     * Which strategy computes.
     *
     * @param specs the one; or several, of which each gets one of the first windows and the fastest all others
     * @param reason in a few words
     * @param seconds what it took to find out, before anything was computed
     */
    record Choice(List<StrategySpec> specs, String reason, double seconds) {
        static Choice of(StrategySpec spec, String reason) {
            return new Choice(List.of(spec), reason, 0);
        }

        /** The one that is taken, or that comes first. */
        StrategySpec spec() {
            return specs.get(0);
        }
    }
}

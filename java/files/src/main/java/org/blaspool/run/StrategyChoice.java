package org.blaspool.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.blaspool.file.Workload;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.Rule;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Contest;
import org.blaspool.strategy.Engine;
import org.blaspool.strategy.Strategy;

/**
 * Which strategy computes the products of files: the one that is asked for; else by what is known of this machine, by rule
 * where a rule is sure, and where it is not the candidates compute one of the first windows each. Nothing is run that is not
 * work.
 *
 * @param planner by what the engine's samples tell
 * @param cores how many workers there are where nothing says so
 * @param options adds to a strategy what every one takes: workers, BLAS threads, chunk size, codec
 */
public record StrategyChoice(
        Engine engine, RunMemory memory, Planner planner, int cores, UnaryOperator<StrategySpec> options) {
    /**
     * Which strategy computes.
     *
     * @param specs the one; or several, of which each gets one of the first windows and the fastest all others
     * @param reason in a few words
     * @param seconds what it took to find out, before anything was computed
     */
    public record Choice(List<StrategySpec> specs, String reason, double seconds) {
        static Choice of(StrategySpec spec, String reason) {
            return new Choice(List.of(spec), reason, 0);
        }

        /** The one that is taken, or that comes first. */
        public StrategySpec spec() {
            return specs.get(0);
        }
    }

    /**
     * Chooses.
     *
     * @param asked the strategy that is asked for, with its options
     * @param needsWorkers whether what else is asked for takes worker JVMs, which can be killed and started anew
     * @param races whether split rules may be found out, by some tenths of a second of work
     */
    public Choice choose(Optional<StrategySpec> asked, boolean needsWorkers, boolean races) {
        Workload work = memory.work();
        if (work.products() == 0) {
            return Choice.of(
                    asked.orElseGet(() -> complete(StrategyKind.THREADS)),
                    asked.isPresent() ? "as asked for" : "there is nothing to compute");
        }
        long start = System.nanoTime();
        if (races) {
            engine.prepareSplits(work.batch(1), false);
        }
        Choice choice = asked.map(spec -> Choice.of(spec, "as asked for")).orElseGet(() -> automatic(needsWorkers));
        return new Choice(choice.specs(), choice.reason(), (System.nanoTime() - start) / 1e9);
    }

    private Choice automatic(boolean needsWorkers) {
        StrategySpec shared = complete(StrategyKind.PROCESSES_SHARED);
        if (needsWorkers) {
            return Choice.of(shared, "retries and time-outs take worker JVMs, and of those they move the least");
        }
        if (!engine.blas().concurrent() && memory.allows(shared)) {
            return Choice.of(shared, "callers of this BLAS in one process wait for each other");
        }
        // What is in memory at once: of a batch that does not fit, as much as fits.
        double share = Math.min(
                1, (double) memory.budget().bytes() / Math.max(1, memory.work().footprint()));
        BatchShape window = memory.work().batch(share);
        boolean threadControl = engine.blas().threadControl();
        StrategySpec threads = complete(StrategyKind.THREADS);
        StrategySpec blasThreads = complete(StrategyKind.BLAS_THREADS);
        Optional<Prediction> fastest =
                planner.fastest(threadControl ? List.of(threads, blasThreads) : List.of(threads), window);
        if (fastest.isPresent()) {
            return Choice.of(options.apply(fastest.get().spec()), "by what such batches took here");
        }
        Rule rule = Rule.of(window, cores, threadControl);
        StrategySpec spec = options.apply(rule.spec());
        StrategySpec rival = rule.spec().kind() == StrategyKind.THREADS ? blasThreads : threads;
        return new Choice(rule.sure() ? List.of(spec) : List.of(spec, rival), rule.reason(), 0);
    }

    private StrategySpec complete(StrategyKind kind) {
        return options.apply(StrategySpec.of(kind));
    }

    /**
     * The strategies of a choice as one, which adds what windows took to the samples; tasks that load their operands
     * themselves have no windows.
     *
     * @return a {@link Contest}, but for {@code independent}
     */
    public Strategy strategy(Choice choice) {
        return choice.spec().kind() == StrategyKind.INDEPENDENT
                ? engine.create(choice.spec())
                : new Contest(choice.specs().stream().map(engine::create).toList(), engine.samples(), cores);
    }

    /** What computing all products with a strategy is predicted to take; empty where nothing is known of it. */
    public OptionalDouble predictedSeconds(StrategySpec spec) {
        Workload work = memory.work();
        if (work.products() == 0) {
            return OptionalDouble.empty();
        }
        Prediction prediction = planner.predict(spec, work.batch(1));
        // Of products of more sizes than are told apart, those of the first sizes stand for all.
        double toldApart = work.shapes().entrySet().stream()
                .mapToDouble(entry -> entry.getKey().flop() * entry.getValue())
                .sum();
        return prediction.isKnown()
                ? OptionalDouble.of(prediction.seconds() * work.flop() / toldApart)
                : OptionalDouble.empty();
    }
}

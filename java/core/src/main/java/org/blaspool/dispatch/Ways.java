package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.blaspool.Plan;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.Rule;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.SampledRuns;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;

/**
 * The strategies that a pool may take: one that was asked for, or threads and BLAS threads, of which it chooses. That goes
 * by what batches like it took, this pool's own and those of earlier runs on this machine, and where nothing is known by a
 * rule over the shapes. For the dispatcher's thread, but for {@link #last}, {@link #plan} and {@link #stop}.
 */
public final class Ways implements AutoCloseable {
    /** A product of at most 64^3 multiply-adds runs on one thread whatever OpenBLAS was told. */
    private static final double SINGLE_THREADED_FLOP = 2.0 * 64 * 64 * 64;

    /** From this many products a core on, callers keep every core busy to the end. */
    private static final int MANY_PRODUCTS = 4;

    /** To look samples up is nothing beside so much work. */
    private static final double WORTH_ASKING_FLOP = 1e7;

    /** So long, and of so many shapes, is kept what the samples say: to look them up takes as long as a small batch. */
    private static final long RELEARNING_NANOS = 1_000_000_000;

    private static final int MOST_LEARNT = 64;

    private static final String UNKNOWN = "to see what it takes: no rule is sure";
    private static final String MEASURED = "by what such batches took";

    private final BlasLibrary blas;
    private final StrategyContext context;
    private final List<StrategySpec> specs;
    private final int cores;
    private final Map<StrategySpec, Strategy> started = new LinkedHashMap<>();
    private final Samples samples;
    private final SampledRuns runs;
    private final Planner planner;
    private final Map<BatchShape, Choice> learnt = new HashMap<>();
    private long learntNanos = System.nanoTime();
    private String last = "none yet: no batch has run";
    private Strategy lastTaken;
    private boolean stopped;

    /**
     * A strategy for a batch.
     *
     * @param spec as it was set up
     * @param strategy started
     * @param reason why it was taken
     */
    record Choice(StrategySpec spec, Strategy strategy, String reason) {}

    /**
     * @param blas closed with this
     * @param asked the strategy that was asked for; null: choose
     * @param options what holds where the strategy does not say otherwise itself
     * @param samples closed with this
     */
    public Ways(BlasLibrary blas, StrategyContext context, StrategySpec asked, StrategySpec options, Samples samples) {
        this.blas = blas;
        this.context = context;
        this.samples = samples;
        OptionalInt workers = options.workers();
        cores = workers.orElse(context.allotment().physicalCores());
        runs = new SampledRuns(samples, cores);
        planner = new Planner(samples, cores, options, Long.MAX_VALUE);
        specs = asked != null
                ? List.of(asked.orElse(options))
                : List.of(
                        StrategySpec.of(StrategyKind.THREADS).orElse(options),
                        StrategySpec.of(StrategyKind.BLAS_THREADS)
                                .orElse(options)
                                .withBlasThreads(cores));
    }

    private boolean chooses() {
        return specs.size() > 1;
    }

    /** Whether matrices should lie in shared memory. */
    public boolean wantsSharedMemory() {
        return specs.get(0).kind() == StrategyKind.PROCESSES_SHARED
                || specs.get(0).kind() == StrategyKind.SPARK;
    }

    /** Starts the strategy that was asked for; where there is a choice, each starts when it is first taken. */
    public void start() {
        if (!chooses()) {
            strategy(specs.get(0));
        }
    }

    private Strategy strategy(StrategySpec spec) {
        synchronized (this) {
            if (stopped) {
                throw new StoppedException("pool was stopped");
            }
            Strategy known = started.get(spec);
            if (known != null) {
                return known;
            }
        }
        Strategy fresh = Strategies.create(spec, context);
        try {
            fresh.start();
        } catch (RuntimeException | Error e) {
            fresh.close();
            throw e;
        }
        synchronized (this) {
            started.put(spec, fresh);
            if (stopped) {
                fresh.stop();
            }
        }
        return fresh;
    }

    Choice choose(Batch batch) {
        if (!chooses()) {
            return chosen(specs.get(0), "asked for");
        }
        StrategySpec threads = specs.get(0);
        StrategySpec blasThreads = specs.get(1);
        if (!blas.info().threadControl()) {
            return chosen(threads, "the threads of this BLAS cannot be set");
        }
        if (batch.size() >= MANY_PRODUCTS * cores || largestFlop(batch) <= SINGLE_THREADED_FLOP) {
            return chosen(threads, "many or small products keep every core busy");
        }
        BatchShape shape = BatchShape.of(batch);
        if (System.nanoTime() - learntNanos >= RELEARNING_NANOS || learnt.size() == MOST_LEARNT) {
            learnt.clear();
            learntNanos = System.nanoTime();
        }
        Choice known = learnt.get(shape);
        if (known != null) {
            return chosen(known.spec(), known.reason());
        }
        Choice choice = chooseBy(shape);
        if (!choice.reason().equals(UNKNOWN)) {
            learnt.put(shape, choice);
        }
        return choice;
    }

    private Choice chooseBy(BatchShape shape) {
        StrategySpec threads = specs.get(0);
        StrategySpec blasThreads = specs.get(1);
        Rule rule = Rule.of(shape, cores, true);
        boolean oneByOne = rule.spec().kind() == StrategyKind.BLAS_THREADS;
        if (shape.flop() >= WORTH_ASKING_FLOP) {
            Optional<Prediction> fastest = planner.fastest(specs, shape);
            if (fastest.isPresent()) {
                boolean atOnce = fastest.get().spec().kind() == StrategyKind.THREADS;
                return atOnce
                        ? chosen(threads, MEASURED + ": as many products at once as cores take less")
                        : chosen(blasThreads, MEASURED + ": one product after another on all cores takes less");
            }
            StrategySpec first = oneByOne ? blasThreads : threads;
            if (!rule.sure() && planner.tells(first, shape)) {
                return chosen(oneByOne ? threads : blasThreads, UNKNOWN);
            }
        }
        return chosen(oneByOne ? blasThreads : threads, "by the shapes: " + rule.reason());
    }

    /** Runs a batch that the choice's strategy has loaded. */
    Round run(Choice choice, Batch batch) {
        return runs.run(choice.strategy(), batch);
    }

    /** Keeps what the last batch took; once its results are delivered. */
    void record() {
        runs.record();
    }

    Choice chooseForCalls() {
        return chosen(specs.get(0), chooses() ? "operations run one on each core" : "asked for");
    }

    private Choice chosen(StrategySpec spec, String reason) {
        Strategy strategy = strategy(spec);
        synchronized (this) {
            last = described(spec, strategy) + " (" + reason + ")";
            lastTaken = strategy;
        }
        return new Choice(spec, strategy, reason);
    }

    private static String described(StrategySpec spec, Strategy strategy) {
        StrategySpec whole =
                spec.kind().hasWorkers() ? spec.withWorkers(strategy.effective().workers()) : spec;
        return whole.toString();
    }

    private static double largestFlop(Batch batch) {
        return batch.examples().stream().mapToDouble(Dgemm::flop).max().orElse(0);
    }

    /**
     * What was taken for the last batch, why, on whom it waits for the BLAS, and the BLAS threads where there were fewer than
     * asked for; from any thread.
     */
    synchronized String last() {
        if (lastTaken == null || stopped || started.isEmpty()) {
            return last;
        }
        List<String> others = lastTaken.waitsFor();
        String waiting = others.isEmpty() ? "" : ", waiting for " + String.join(", ", others);
        // A caller's own limit is kept, not waited for.
        StrategySpec spec = lastTaken.requested();
        int asked = spec.blasThreads().orElse(spec.kind() == StrategyKind.BLAS_THREADS ? cores : 1);
        int effective = lastTaken.effective().blasThreads().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return last + waiting + (0 < effective && effective < asked ? ", effective blas-threads=" + effective : "");
    }

    /** What each way would take, by what is known; nothing is measured. From any thread. */
    public List<Plan> plan(Batch batch) {
        List<Plan> plans = new ArrayList<>();
        for (StrategySpec spec : specs) {
            Prediction found = planner.predict(spec, BatchShape.of(batch));
            plans.add(
                    found.isKnown()
                            ? new Plan(spec.toString(), OptionalDouble.of(found.seconds()), batch.bytes(), MEASURED)
                            : new Plan(
                                    spec.toString(),
                                    OptionalDouble.empty(),
                                    batch.bytes(),
                                    "nothing like it has run yet"));
        }
        return plans;
    }

    /** Ends what runs; nothing runs afterwards. From any thread. */
    synchronized void stop() {
        stopped = true;
        started.values().forEach(Strategy::stop);
    }

    @Override
    public synchronized void close() {
        started.values().forEach(Strategy::close);
        started.clear();
        samples.close();
        blas.close();
    }
}

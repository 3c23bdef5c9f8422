package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.blaspool.Plan;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;

/**
 * The strategies that a pool may take: one that was asked for, or threads and BLAS threads, of which it chooses. At first
 * that goes by a rule over the shapes, then by what the pool's own batches took. For the dispatcher's thread, but for
 * {@link #last}, {@link #plan} and {@link #stop}.
 */
public final class Ways implements AutoCloseable {
    /** A product of at most 64^3 multiply-adds runs on one thread whatever OpenBLAS was told. */
    private static final double SINGLE_THREADED_FLOP = 2.0 * 64 * 64 * 64;

    /** What BLAS threads reach of as many separate callers on large products. */
    private static final double BLAS_THREADS_EFFICIENCY = 0.97;

    /** From this many products a core on, callers keep every core busy to the end. */
    private static final int MANY_PRODUCTS = 4;

    /** How much of a measured rate the newest batch is. */
    private static final double NEWEST = 0.3;

    private final BlasLibrary blas;
    private final StrategyContext context;
    private final List<StrategySpec> specs;
    private final int cores;
    private final Map<StrategySpec, Strategy> started = new LinkedHashMap<>();
    private final Map<String, Double> rates = new LinkedHashMap<>();
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
     */
    public Ways(BlasLibrary blas, StrategyContext context, StrategySpec asked, StrategySpec options) {
        this.blas = blas;
        this.context = context;
        OptionalInt workers = options.workers();
        cores = workers.orElse(context.allotment().physicalCores());
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
        double byThreads = seconds(threads, batch).orElse(Double.NaN);
        double byBlas = seconds(blasThreads, batch).orElse(Double.NaN);
        boolean measured = !Double.isNaN(byThreads) && !Double.isNaN(byBlas);
        if (!measured) {
            byThreads = turns(batch);
            byBlas = batch.flop() / cores / BLAS_THREADS_EFFICIENCY;
        }
        String basis = measured ? "by what batches of this pool took" : "by the shapes";
        return byThreads <= byBlas
                ? chosen(threads, basis + ": as many products at once as cores take less")
                : chosen(blasThreads, basis + ": one product after another on all cores takes less");
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

    /** What the busiest of the cores has to do where each takes a product in turn; in flop. */
    private double turns(Batch batch) {
        double[] busy = new double[cores];
        for (Dgemm product : batch.products()) {
            int idlest = 0;
            for (int core = 1; core < cores; core++) {
                if (busy[core] < busy[idlest]) {
                    idlest = core;
                }
            }
            busy[idlest] += product.flop();
        }
        double most = 0;
        for (double each : busy) {
            most = Math.max(most, each);
        }
        return most;
    }

    /** Batches alike: the same way, products of about the same size, as many for each core up to its many. */
    private String kind(StrategySpec spec, Batch batch) {
        long perTurn = Math.min(batch.size(), (long) MANY_PRODUCTS * cores);
        return spec + " " + Math.getExponent(batch.flop() / batch.size()) + " " + perTurn;
    }

    private synchronized OptionalDouble seconds(StrategySpec spec, Batch batch) {
        Double rate = rates.get(kind(spec, batch));
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(batch.flop() / rate);
    }

    /** Learns what a batch took. */
    synchronized void took(Choice choice, Batch batch, double seconds) {
        if (seconds > 0 && batch.flop() > 0) {
            rates.merge(
                    kind(choice.spec(), batch),
                    batch.flop() / seconds,
                    (before, now) -> before + NEWEST * (now - before));
        }
    }

    /** What was taken for the last batch, why, and on whom it waits for the BLAS; from any thread. */
    synchronized String last() {
        List<String> others = lastTaken == null ? List.of() : lastTaken.waitsFor();
        return others.isEmpty() ? last : last + ", waiting for " + String.join(", ", others);
    }

    /** What each way would take, by what is known; nothing is measured. From any thread. */
    public List<Plan> plan(Batch batch) {
        List<Plan> plans = new ArrayList<>();
        for (StrategySpec spec : specs) {
            OptionalDouble seconds = seconds(spec, batch);
            String reason = seconds.isPresent() ? "by what batches of this pool took" : "nothing like it has run yet";
            plans.add(new Plan(spec.toString(), seconds, batch.bytes(), reason));
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
        blas.close();
    }
}

package org.blaspool.cli.command.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.blaspool.blas.BlasInfo;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.command.compare.ProgressListener.LiveTable;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.ProductShape;
import org.blaspool.measure.Comparison;
import org.blaspool.measure.ComparisonRequest;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonRequest.Residency;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.MachineRecord.MachineLimits;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Warning;
import org.blaspool.measure.Workload;
import org.blaspool.memory.ByteSize;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.plan.WorkerMemory;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.sample.Estimate;
import org.blaspool.sample.Samples;
import org.blaspool.sample.Way;
import org.blaspool.strategy.Engine;
import org.blaspool.verify.Verification;

/** A comparison in this process, with one BLAS. */
final class ComparisonRun {
    private static final double LONG_SECONDS = 300;
    private static final double LEAST_SECONDS = 5;
    /** To end workers and measure the peak once more. */
    private static final double CLOSING_SECONDS = 1.5;
    /** A rough rate, to see whether rounds take seconds or minutes: shares of the peak that serialized pools reach. */
    private static final double SHARE_OF_PEAK = 0.6;
    /** A rough bound from below for handing over and taking back one product, however small it is. */
    private static final double SECONDS_A_PRODUCT = 1e-6;
    /** Up at once without being in each other's way: idle JVMs cost memory alone. */
    private static final int MOST_JVMS = 32;

    private final CompareRequest request;
    private final Session session;
    private final Machine machine;

    ComparisonRun(CompareRequest request, Session session) {
        this.request = request;
        this.session = session;
        this.machine = session.machine();
    }

    ComparisonResult report() {
        requireRoom();
        session.stop().check();
        try (Watch watch = Watch.open(request.watch(), session.console().err());
                Engine engine = engine(watch)) {
            return report(engine);
        }
    }

    private Engine engine(Watch watch) {
        return request.options().open(request.onlyBlas(), machine, FaultTolerance.DEFAULT, watch.observation());
    }

    /** With a BLAS that is loaded already. */
    ComparisonResult report(Engine engine) {
        Workload workload = request.workload(machine.cpus());
        List<Warning> warnings = new ArrayList<>();
        List<StrategySpec> strategies =
                possible(request.strategies(machine.cpus(), workload.pairs()), engine.blas(), warnings);
        MachineLimits limits = MachineLimits.of(machine.cpus());
        int rounds = request.rounds().orElse(request.clock() == Clock.COLD ? 1 : 0);
        BatchShape batch = BatchShape.of(workload.m(), workload.k(), workload.n(), workload.pairs());
        engine.prepareSplits(batch, true);
        ComparisonRequest comparison = new ComparisonRequest(
                request.suiteName(),
                request.clock(),
                workload,
                strategies,
                rounds,
                rounds == 0 ? left() : Double.POSITIVE_INFINITY,
                residency(memory(workload, strategies)),
                machine.cpus().physicalCores(),
                request.counters());
        MachineRecord record = MachineRecord.describe(machine.topology(), machine.cpus(), engine.blas());
        try (Progress bar = progress(comparison);
                LiveTable table = new LiveTable(session.console(), request.output())) {
            ComparisonResult result = new Comparison(comparison, engine, record, limits)
                    .withPredictor(predictor(engine.samples(), batch))
                    .withWarnings(warnings)
                    .withListener(new ProgressListener(
                            bar, table, session, comparison, request.output().verbose()))
                    .run();
            keep(result, engine.samples(), batch);
            return result;
        }
    }

    /** What is left of the budget, which began with this process for the first comparison of it. */
    private double left() {
        double budget = request.budgetSeconds();
        return request.task().equals("comparing")
                ? Math.max(LEAST_SECONDS, budget - session.secondsSinceStart() - CLOSING_SECONDS)
                : budget;
    }

    /** Adds what was measured to the samples. */
    private void keep(ComparisonResult result, Samples samples, BatchShape batch) {
        int cores = machine.cpus().physicalCores();
        for (StrategyResult row : result.results()) {
            if (row.verified() && row.spec().isUsual() && result.clock() == Clock.WARM) {
                Way way = row.spec().way(cores);
                BatchShape.Group all = batch.groups().get(0);
                samples.record(way, all.shape(), all.count(), row.medianSeconds(), result.busyShare());
                if (row.setupSeconds() != null
                        && row.setupSeconds() > 0
                        && row.spec().kind().usesProcesses()) {
                    samples.record(way, Samples.START, 1, row.setupSeconds(), result.busyShare());
                }
            }
        }
    }

    /** Refuses a batch that does not fit, and workers that cannot be started, before anything is. */
    void requireRoom() {
        Workload workload = request.workload(machine.cpus());
        ComparisonMemory memory = memory(workload, request.strategies(machine.cpus(), workload.pairs()));
        memory.requireWithin(budget());
        int jvms = memory.jvms(Residency.ALONE);
        ProcessLimits.read().require(threads(jvms), "worker JVMs: workers=" + jvms);
    }

    /** Refuses a batch of which one round of all strategies takes longer than a whole comparison should. */
    void requireBearableRound() {
        Workload workload = request.workload(machine.cpus());
        List<StrategySpec> strategies = request.strategies(machine.cpus(), workload.pairs());
        double arithmetic = roundSeconds(workload, strategies, MachineLimits.of(machine.cpus()));
        double seconds = Math.max(arithmetic, workload.pairs() * SECONDS_A_PRODUCT * strategies.size());
        if (seconds > LONG_SECONDS) {
            throw new InvalidInputException("a round takes too long: pairs=" + workload.pairs() + " seconds="
                    + Math.round(seconds) + ", allowed about " + Math.round(LONG_SECONDS)
                    + " for every strategy once; end --sweep earlier or take a smaller --size");
        }
    }

    private MemoryBudget budget() {
        return MemoryBudget.of(request.options().memoryLimit(), machine.memory());
    }

    private ComparisonMemory memory(Workload workload, List<StrategySpec> strategies) {
        return new ComparisonMemory(
                workload,
                strategies,
                machine.cpus().physicalCores(),
                request.options().scratchInMemory());
    }

    /** A suite leaves out what this BLAS cannot do; who lists strategies is told that it fails. */
    private List<StrategySpec> possible(List<StrategySpec> wanted, BlasInfo blas, List<Warning> warnings) {
        if (request.suite().isEmpty() || blas.threadControl()) {
            return wanted;
        }
        int cores = machine.cpus().physicalCores();
        List<StrategySpec> possible = new ArrayList<>();
        for (StrategySpec spec : wanted) {
            int threads = spec.blasThreads().orElse(spec.kind() == StrategyKind.BLAS_THREADS ? cores : 1);
            if (threads > 1) {
                warnings.add(Warning.leftOut(
                        spec.toString(),
                        "threads of this BLAS cannot be set to " + threads + " (" + blas.kind() + ", "
                                + blas.threading() + ")"));
            } else {
                possible.add(spec);
            }
        }
        return possible;
    }

    private double roundSeconds(Workload workload, List<StrategySpec> strategies, MachineLimits limits) {
        double onAllCpus = workload.flop() / (SHARE_OF_PEAK * limits.flopPerSecond());
        long alone = strategies.stream()
                .filter(spec -> spec.kind() == StrategyKind.SEQUENTIAL)
                .count();
        return onAllCpus * (strategies.size() - alone + alone * machine.cpus().cpus());
    }

    /** Of worker JVMs, and of this one for them. */
    private static long threads(int jvms) {
        return jvms == 0 ? 0 : ProcessLimits.THREADS_OF_A_JVM * (jvms + 1L);
    }

    private Residency residency(ComparisonMemory memory) {
        int jvms = memory.jvms(Residency.TOGETHER);
        boolean fit = memory.allowsAllAtOnce(budget())
                && jvms <= MOST_JVMS
                && ProcessLimits.read().allows(threads(jvms));
        return fit ? Residency.TOGETHER : Residency.ALONE;
    }

    /** Predictions of the warm clock by what was known before, of a machine that was quiet; nothing is run for them. */
    private Function<StrategySpec, OptionalDouble> predictor(Samples samples, BatchShape batch) {
        Planner planner = new Planner(
                samples, machine.cpus().physicalCores(), request.options().asSpec(), Long.MAX_VALUE);
        Map<StrategySpec, OptionalDouble> before = new HashMap<>();
        return spec -> before.computeIfAbsent(spec, each -> {
            Prediction prediction = planner.predict(each, batch);
            boolean tells = prediction.isKnown()
                    && !prediction.busy()
                    && each.isUsual()
                    && request.clock() == Clock.WARM
                    && prediction.basis() != Estimate.Basis.OTHER_SHAPE;
            return tells ? OptionalDouble.of(prediction.seconds()) : OptionalDouble.empty();
        });
    }

    private Progress progress(ComparisonRequest comparison) {
        long warmUps = comparison.clock() == Clock.WARM ? 1 : 0;
        long steps = comparison.strategies().size() * (Math.max(1, comparison.rounds()) + warmUps);
        return Progress.start(session.console(), request.output().quiet(), request.task(), steps);
    }

    /**
     * The memory that a comparison takes at its height: the batch once, and what the strategies that are up at a time have
     * beside it.
     *
     * @param workload the batch
     * @param strategies the rows
     * @param cores how many workers there are where a spec leaves it open
     * @param scratchInMemory whether scratch files are memory, too (tmpfs)
     */
    record ComparisonMemory(Workload workload, List<StrategySpec> strategies, int cores, boolean scratchInMemory) {
        /**
         * Refuses a comparison that does not fit, even with one strategy up at a time.
         *
         * @throws org.blaspool.error.ResourceUnavailableException with what is needed and what is allowed
         */
        void requireWithin(MemoryBudget budget) {
            double beside = beside(Residency.ALONE);
            String parts = "operands and results " + ByteSize.format(workload.bytes());
            if (beside > 0) {
                parts += ", worker JVMs and copies " + ByteSize.format((long) beside);
            }
            parts += ", verification " + ByteSize.format((long) verification());
            budget.require(
                    workload.bytes() + verification() + beside,
                    "comparison of " + workload.pairs() + " products",
                    parts,
                    "--size or --pairs");
        }

        /** Whether the workers of all strategies can be up at once. */
        boolean allowsAllAtOnce(MemoryBudget budget) {
            return budget.allows(workload.bytes() + verification() + beside(Residency.TOGETHER));
        }

        /** Worker and server JVMs that are up at a time. */
        int jvms(Residency residency) {
            IntStream jvms = strategies.stream()
                    .mapToInt(spec -> WorkerMemory.of(spec, cores).jvms());
            return residency == Residency.TOGETHER ? jvms.sum() : jvms.max().orElse(0);
        }

        private double beside(Residency residency) {
            DoubleStream bytes = strategies.stream().mapToDouble(this::beside);
            return residency == Residency.TOGETHER ? bytes.sum() : bytes.max().orElse(0);
        }

        /** The vectors of as many products as are verified at once, and what is kept of every one. */
        private double verification() {
            double vectors = Verification.bytes(new ProductShape(workload.m(), workload.k(), workload.n()));
            return vectors * Math.min(cores, workload.pairs()) + 2.0 * Double.BYTES * workload.m() * workload.pairs();
        }

        private double beside(StrategySpec spec) {
            WorkerMemory workers = WorkerMemory.of(spec, cores);
            boolean files = spec.kind() == StrategyKind.INDEPENDENT && scratchInMemory;
            double again = workers.holdsBatchAgain() || files ? workload.bytes() : 0;
            return workers.bytes((double) workload.bytes() / workload.pairs()) + again;
        }
    }
}

package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.MachineRecord.MachineLimits;
import org.blaspool.measure.RoundClock.RoundCounters;
import org.blaspool.measure.RoundClock.Settling;
import org.blaspool.memory.PageKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Estimate;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.StrategyFactory;
import org.blaspool.usage.NoiseMonitor;
import org.blaspool.usage.NoiseRecord;

/**
 * Runs one batch under several strategies, side by side: a warm-up each (by the warm clock), then rounds in which every
 * strategy runs, in an order that is drawn anew each time, so that what changes with time hits all alike. Where batches
 * are short a round has several of each strategy, which take turns, and its value is their median. Rounds go on until every
 * verdict is settled, or the time for them is over, or as many as were asked for; a strategy that is surely slower is left
 * out of further ones. What others disturbed is run again, within a bound. Every product is verified outside the clock. A strategy that fails is left out from then
 * on and its row says why; the others go on.
 *
 * <p>For one thread; {@link #run()} once.
 */
public final class Comparison {
    private final ComparisonRequest request;
    private final StrategyFactory factory;
    private final MachineRecord machine;
    private final MachineLimits limits;
    private ComparisonListener listener = ComparisonListener.NONE;
    private Function<StrategySpec, OptionalDouble> predictor = spec -> OptionalDouble.empty();
    private List<Warning> known = List.of();
    private Settling settling = Settling.ofThisMachine();
    private Supplier<DoubleSupplier> others = () -> {
        NoiseMonitor monitor = NoiseMonitor.start();
        return () -> monitor.stop().busyShare();
    };
    private DoubleSupplier othersOverall = () -> 0;
    private final List<Double> othersShares = new ArrayList<>();
    private long endNanos;
    private int rounds;

    /**
     * A comparison that was not run yet.
     *
     * @param factory makes the strategies; what is wrong with a spec it says then, before anything is computed
     * @param machine as it was read, its limits open
     * @param limits measured before and after the rounds
     */
    public Comparison(ComparisonRequest request, StrategyFactory factory, MachineRecord machine, MachineLimits limits) {
        this.request = request;
        this.factory = factory;
        this.machine = machine;
        this.limits = limits;
    }

    /** Who hears how it gets on. */
    public Comparison withListener(ComparisonListener heard) {
        listener = heard;
        return this;
    }

    /** What predicts the seconds of a spec, for the report to hold against the measured ones. */
    public Comparison withPredictor(Function<StrategySpec, OptionalDouble> prediction) {
        predictor = prediction;
        return this;
    }

    /** What the caller knows already and the report should warn of as well. */
    public Comparison withWarnings(List<Warning> warnings) {
        known = List.copyOf(warnings);
        return this;
    }

    /** Who waits after batches. */
    Comparison withSettling(Settling waiting) {
        settling = waiting;
        return this;
    }

    /** The share of the CPUs that others have in a round, whatever this machine does. */
    Comparison withOthers(double share) {
        others = () -> () -> share;
        return this;
    }

    /**
     * Runs it.
     *
     * @throws org.blaspool.BlaspoolException where a spec is wrong or the operands cannot be had: nothing was
     *     computed then; a strategy that fails later does not end the comparison
     */
    public ComparisonResult run() {
        endNanos = System.nanoTime() + (long) Math.min(1e18, request.budgetSeconds() * 1e9);
        List<ComparisonRow> rows =
                request.strategies().stream().map(ComparisonRow::new).toList();
        try {
            rows.forEach(row -> row.take(factory.create(row.spec())));
            try (RoundCounters counters = RoundCounters.open(request.counters());
                    RoundClock clock = clock(rows, counters)) {
                return run(rows, clock, counters);
            }
        } finally {
            rows.forEach(ComparisonRow::close);
        }
    }

    private RoundClock clock(List<ComparisonRow> rows, RoundCounters counters) {
        if (request.clock() == Clock.COLD) {
            return new ColdClock(request, factory, rows, counters, settling);
        }
        boolean shared = rows.stream().anyMatch(ComparisonRow::mapsOperands);
        return new WarmClock(request, factory, rows, shared, counters, settling);
    }

    private ComparisonResult run(List<ComparisonRow> rows, RoundClock clock, RoundCounters counters) {
        othersOverall = others.get();
        listener.stage("preparing operands");
        clock.prepare();
        for (ComparisonRow row : rows) {
            attempt(row, () -> warmUp(row, clock));
        }
        listener.stage("measuring the machine's limits");
        double peakBefore = limits.flopPerSecond();
        double copyRate = limits.copyBytesPerSecond();
        MachineRecord before = machine.withLimits(peakBefore, peakBefore, copyRate);
        NoiseMonitor monitor = NoiseMonitor.start();
        TaintedRounds tainted =
                new TaintedRounds(request.workload().flop(), peakBefore, rows.size() * request.rounds());
        Supplier<ComparisonResult> soFar =
                () -> report(rows, clock.pages(), before, monitor.stop(), tainted.repeated(), new ArrayList<>(known));
        try {
            timeRounds(rows, clock, tainted, soFar);
        } catch (StoppedException e) {
            if (rounds == 0) {
                throw e;
            }
            // What is known is worth showing; what is measured after that would only keep who asked for the end.
            rows.forEach(ComparisonRow::dropRound);
            return soFar.get();
        }
        NoiseRecord noise = monitor.stop();
        MachineRecord measured = machine.withLimits(peakBefore, limits.flopPerSecond(), copyRate);
        List<Warning> warnings = new ArrayList<>(known);
        counters.refusal().ifPresent(warnings::add);
        clock.memoryWarning().ifPresent(warnings::add);
        return report(rows, clock.pages(), measured, noise, tainted.repeated(), warnings);
    }

    private void warmUp(ComparisonRow row, RoundClock clock) {
        if (request.clock() == Clock.WARM) {
            listener.roundStarted(row.spec(), 0, request.rounds());
            clock.warmUp(row);
            listener.roundEnded(row.spec(), 0, Double.NaN);
        }
    }

    private void timeRounds(
            List<ComparisonRow> rows, RoundClock clock, TaintedRounds tainted, Supplier<ComparisonResult> soFar) {
        Random random = new Random(request.workload().seed());
        Ranking ranking = new Ranking(request, machine, predictor);
        double nextSeconds = 0;
        while (request.isOpen() ? isWorthAnother(rows, clock, nextSeconds) : rounds < request.rounds()) {
            long start = System.nanoTime();
            List<ComparisonRow> running = measured(rows);
            DoubleSupplier share = others.get();
            timeRound(rows, clock, tainted, random);
            rounds++;
            othersShares.add(share.getAsDouble());
            double seconds = (System.nanoTime() - start) / 1e9;
            if (request.isOpen()) {
                tainted.ran(rows.stream().mapToInt(row -> row.rounds().size()).sum());
                if (ranking.settle(rows)) {
                    return;
                }
                nextSeconds = seconds * batchSeconds(measured(rows)) / batchSeconds(running);
            }
            listener.soFar(soFar.get());
        }
    }

    /** Those that further rounds are to tell of. */
    private static List<ComparisonRow> measured(List<ComparisonRow> rows) {
        return rows.stream().filter(row -> !row.failed() && !row.settled()).toList();
    }

    /** What their batches of the last round took. */
    private static double batchSeconds(List<ComparisonRow> rows) {
        return rows.stream()
                .map(ComparisonRow::batchSeconds)
                .filter(batches -> !batches.isEmpty())
                .flatMap(batches -> batches.get(batches.size() - 1).stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** By what the last round took of those still measured; where there is no time for a first one, warm-ups stand for it. */
    private boolean isWorthAnother(List<ComparisonRow> rows, RoundClock clock, double nextSeconds) {
        long left = endNanos - System.nanoTime();
        if (rounds > 0) {
            return nextSeconds * 1e9 < left
                    && rows.stream().filter(row -> !row.failed()).count() > 1;
        }
        double expected = rows.stream()
                .filter(row -> !row.failed())
                .mapToDouble(clock::batchSeconds)
                .sum();
        if (expected * 1e9 <= Math.max(left, request.budgetSeconds() * 1e9 / 2) || request.clock() == Clock.COLD) {
            return true;
        }
        for (ComparisonRow row : rows) {
            clock.warmUpRound(row).filter(round -> !row.failed()).ifPresent(round -> {
                row.add(round);
                row.endRound(1);
            });
        }
        rounds = 1;
        return false;
    }

    private void timeRound(List<ComparisonRow> rows, RoundClock clock, TaintedRounds tainted, Random random) {
        List<ComparisonRow> order = new ArrayList<>(measured(rows));
        Collections.shuffle(order, random);
        if (clock.takesTurns()) {
            timeRound(rounds + 1, order, clock, tainted, random);
        } else {
            for (ComparisonRow row : order) {
                timeRound(rounds + 1, List.of(row), clock, tainted, random);
            }
        }
    }

    /** A round of rows whose batches take turns. */
    private void timeRound(
            int number, List<ComparisonRow> rows, RoundClock clock, TaintedRounds tainted, Random random) {
        for (ComparisonRow row : rows) {
            attempt(row, () -> {
                listener.roundStarted(row.spec(), number, request.rounds());
                clock.beginRound(row, number);
            });
        }
        List<ComparisonRow> left = rows;
        while (!left.isEmpty()) {
            NoiseMonitor monitor = NoiseMonitor.start();
            for (ComparisonRow row : Turns.of(left, clock::batches, random)) {
                attempt(row, () -> {
                    listener.batchStarted(row.spec());
                    Supplier<Round> batch = () -> clock.time(row);
                    row.add(clock.batches(row) == 1 ? tainted.run(batch) : tainted.runShort(batch));
                });
            }
            List<ComparisonRow> several = left.stream()
                    .filter(row -> !row.failed() && clock.batches(row) > 1)
                    .toList();
            left = several.isEmpty() || !tainted.repeats(monitor.stop()) ? List.of() : several;
            left.forEach(ComparisonRow::dropRound);
        }
        for (ComparisonRow row : rows) {
            attempt(row, () -> {
                clock.endRound(row);
                listener.roundEnded(row.spec(), number, row.endRound(number).seconds());
            });
        }
    }

    /** A strategy that fails is stopped and left out; being told to stop ends the whole. */
    private void attempt(ComparisonRow row, Runnable step) {
        if (row.failed()) {
            return;
        }
        try {
            step.run();
        } catch (StoppedException e) {
            throw e;
        } catch (RuntimeException e) {
            // Who was told to stop says so here: the row did not fail then.
            listener.failed(row.spec(), e);
            row.fail(ComparisonRow.reason(e));
            row.close();
        }
    }

    private ComparisonResult report(
            List<ComparisonRow> rows,
            PageKind pages,
            MachineRecord measured,
            NoiseRecord noise,
            int repeated,
            List<Warning> warnings) {
        Ranking ranking = new Ranking(request, measured, predictor);
        List<StrategyResult> results = ranking.rank(rows);
        int tooFast = ranking.tooFast(results);
        Diagnosis diagnosis = new Diagnosis(request, measured, pages);
        double busy = Statistics.median(
                othersShares.isEmpty()
                        ? new double[] {othersOverall.getAsDouble()}
                        : othersShares.stream().mapToDouble(Double::doubleValue).toArray());
        boolean isBusy = busy > Estimate.BUSY_SHARE;
        warnings.addAll(diagnosis.ofMachine(noise, tooFast, results));
        if (isBusy) {
            // Said first, and once.
            warnings.removeIf(warning -> warning.kind().equals("noisy-machine"));
            diagnosis.ofSleepers(results).ifPresent(warning -> warnings.add(0, warning));
            warnings.add(0, Warning.busy(busy));
        }
        rows.forEach(ComparisonRow::readNotes);
        rows.stream()
                .flatMap(row -> row.notes().stream())
                .distinct()
                .map(Warning::noted)
                .forEach(warnings::add);
        results.forEach(result -> warnings.addAll(diagnosis.ofRow(result)));
        diagnosis.ofPinning(results).ifPresent(warnings::add);
        // Not all are shown where there are many: why a row failed is.
        warnings.sort(Comparator.comparing(warning -> !warning.kind().equals(Warning.UNVERIFIED)));
        return new ComparisonResult(
                request.suite(),
                request.clock(),
                measured,
                request.workload(),
                rounds,
                repeated + tooFast,
                results,
                ranking.recommend(results, isBusy).orElse(null),
                List.copyOf(warnings),
                busy,
                request.isOpen());
    }

    /** The order of a round's batches: those of each row spread over the round, each turn of all in an order drawn anew. */
    static final class Turns {
        private Turns() {}

        /**
         * A row as often as it has batches.
         *
         * @param batches of each row, at least 1
         */
        static <R> List<R> of(List<R> rows, ToIntFunction<R> batches, Random random) {
            int most = rows.stream().mapToInt(batches).max().orElse(0);
            List<R> turns = new ArrayList<>();
            for (int turn = 0; turn < most; turn++) {
                int now = turn;
                List<R> taking = new ArrayList<>(rows.stream()
                        .filter(row -> until(now + 1, batches.applyAsInt(row), most)
                                > until(now, batches.applyAsInt(row), most))
                        .toList());
                Collections.shuffle(taking, random);
                turns.addAll(taking);
            }
            return turns;
        }

        /** How many of a row's batches belong to the first so many turns of all. */
        private static int until(int turns, int batches, int most) {
            return turns * batches / most;
        }
    }
}

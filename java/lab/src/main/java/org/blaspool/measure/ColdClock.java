package org.blaspool.measure;

import java.util.List;
import java.util.Optional;
import org.blaspool.error.BatchFailedException;
import org.blaspool.measure.MemorySampler.RowMemory;
import org.blaspool.measure.RoundClock.RoundCounters;
import org.blaspool.measure.RoundClock.Settling;
import org.blaspool.memory.PageKind;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyFactory;
import org.blaspool.usage.ProcessTree;
import org.blaspool.usage.Usage;
import org.blaspool.verify.Verification;

/**
 * Times a whole program, as someone would who starts with nothing: from the first allocation, over filling the operands,
 * starting workers and computing, to the last result in this process's memory. Verifying and closing come after.
 *
 * <p>Phases: {@code prepare} is allocation, filling and the start of the workers (which a report also shows by itself, as
 * setup), {@code send} holds what {@link Strategy#load} takes, {@code return} what {@link Strategy#collect} takes; the
 * rest is as the strategy's own clock has it. Memory is sampled inside the clock, as every round is a first one.
 */
final class ColdClock implements RoundClock {
    /** A first preparation that is slower than the second by more than this was not only ours to do. */
    private static final double COLD_RATIO = 2;

    private final ComparisonRequest request;
    private final StrategyFactory factory;
    private final List<ComparisonRow> rows;
    private final RoundCounters counters;
    private final Settling settling;
    private Verification verification;
    private PageKind pages = PageKind.SMALL;
    private Warning memoryWarning;

    ColdClock(
            ComparisonRequest request,
            StrategyFactory factory,
            List<ComparisonRow> rows,
            RoundCounters counters,
            Settling settling) {
        this.request = request;
        this.factory = factory;
        this.rows = rows;
        this.counters = counters;
        this.settling = settling;
    }

    /** Touches as much memory as a round will: a virtual machine's host may have to back it first, once. */
    @Override
    public void prepare() {
        long start = System.nanoTime();
        Operands first = reserve(true);
        double firstSeconds = (System.nanoTime() - start) / 1e9;
        first.close();
        start = System.nanoTime();
        try (Operands second = reserve(true)) {
            double secondSeconds = (System.nanoTime() - start) / 1e9;
            if (firstSeconds > COLD_RATIO * secondSeconds) {
                double gigabytes = second.bytes() / 1e9;
                memoryWarning = Warning.coldMemory(gigabytes / firstSeconds, gigabytes / secondSeconds);
            }
            second.fill();
            verification = Verification.of(second.batch(), ~request.workload().seed(), request.threads());
            pages = second.pages();
        }
    }

    private Operands reserve(boolean shared) {
        return Operands.reserve(request.workload(), shared, request.threads());
    }

    /** A cold round has no warm-up. */
    @Override
    public void warmUp(ComparisonRow row) {}

    @Override
    public boolean takesTurns() {
        return false;
    }

    @Override
    public Round time(ComparisonRow row) {
        if (row.strategy() == null) {
            row.take(factory.create(row.spec()));
        }
        try (Program program = new Program(row)) {
            return program.run();
        }
    }

    /** One program from its first allocation on; closing it gives everything back, outside the clock. */
    private final class Program implements AutoCloseable {
        private final ComparisonRow row;
        private final Strategy strategy;
        private Operands operands;

        Program(ComparisonRow row) {
            this.row = row;
            this.strategy = row.strategy();
        }

        Round run() {
            long operandBytes = Operands.footprint(request.workload());
            Round round;
            try (MemorySampler sampler = new MemorySampler(new RowMemory(row, List.of(row), operandBytes))) {
                round = counters.count(this::timed);
                row.sawMemory(sampler.stop());
            }
            row.readEffective();
            settling.after(row);
            verification.check(operands.batch()).ifPresent(what -> {
                throw new BatchFailedException(what);
            });
            return round;
        }

        private Round timed() {
            Usage usageAtStart = Usage.ofThisProcess();
            long start = System.nanoTime();
            operands = reserve(strategy.wantsSharedOperands());
            operands.fill();
            row.start();
            long started = System.nanoTime();
            strategy.load(operands.batch());
            long loaded = System.nanoTime();
            Usage before = Usage.ofThisProcess().minus(usageAtStart).plus(ProcessTree.usageOfDescendants());
            Round run = strategy.run();
            Usage usageAtCollect = Usage.ofThisProcess().plus(ProcessTree.usageOfDescendants());
            long ran = System.nanoTime();
            strategy.collect();
            long end = System.nanoTime();
            Usage after =
                    Usage.ofThisProcess().plus(ProcessTree.usageOfDescendants()).minus(usageAtCollect);
            PhaseSeconds phases = whole(
                    run.phases(),
                    seconds(start, end),
                    seconds(start, started),
                    seconds(started, loaded),
                    seconds(ran, end));
            return new Round(end - start, phases, before.plus(run.usage()).plus(after), run.bytesMoved());
        }

        @Override
        public void close() {
            row.close();
            if (operands != null) {
                operands.close();
            }
        }
    }

    private static PhaseSeconds whole(
            PhaseSeconds run, double total, double prepared, double loading, double collecting) {
        return PhaseSeconds.within(
                total,
                run.prepare() + prepared,
                run.serialize(),
                run.send() + loading,
                run.deserialize(),
                run.queue(),
                run.compute(),
                run.giveBack() + collecting);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    @Override
    public PageKind pages() {
        return pages;
    }

    @Override
    public Optional<Warning> memoryWarning() {
        return Optional.ofNullable(memoryWarning);
    }

    @Override
    public void close() {
        rows.forEach(ComparisonRow::close);
    }
}

package org.blaspool.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.error.BatchFailedException;
import org.blaspool.measure.MemorySampler.RowMemory;
import org.blaspool.measure.RoundClock.RoundCounters;
import org.blaspool.measure.RoundClock.Settling;
import org.blaspool.memory.PageKind;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.StrategyFactory;
import org.blaspool.verify.Verification;

/**
 * Times a batch by the strategy's own clock, with workers up and operands loaded. One set of operands serves all rows;
 * results are made NaN before each batch and checked after it. The warm-up is where memory is sampled, and where it shows
 * how many batches make a round and what it takes to start workers anew.
 */
final class WarmClock implements RoundClock {
    /**
     * A batch that is shorter follows one of its own kind at once, as it does in the steady state: between the batches of
     * a comparison other strategies and the verification run, CPUs sleep, caches see other data and the threads of a BLAS
     * have come to rest. Waking all that again takes as long as a short batch itself: one product of n = 128 over two
     * BLAS threads took 0.2 ms after another and 0.7 to 1.2 ms after a pause; after 50 ms of rest a batch of 12 ms took
     * 0.7 to 1 ms longer; of 50 ms that does not show.
     */
    private static final double SHORT_SECONDS = 0.050;

    private final ComparisonRequest request;
    private final StrategyFactory factory;
    private final List<ComparisonRow> rows;
    private final RoundCounters counters;
    private final boolean shared;
    private final Settling settling;
    private final Map<ComparisonRow, Pace> paces = new HashMap<>();
    private final Map<ComparisonRow, Round> first = new HashMap<>();
    private double renewedSeconds;
    private Operands operands;
    private Verification verification;

    /**
     * What the warm-up told of a row.
     *
     * @param batchSeconds what a batch takes then
     * @param startSeconds what a start and the warm-up take
     */
    private record Pace(double batchSeconds, double startSeconds) {
        int batches() {
            return Pacing.batches(batchSeconds);
        }
    }

    WarmClock(
            ComparisonRequest request,
            StrategyFactory factory,
            List<ComparisonRow> rows,
            boolean shared,
            RoundCounters counters,
            Settling settling) {
        this.request = request;
        this.factory = factory;
        this.rows = rows;
        this.counters = counters;
        this.shared = shared;
        this.settling = settling;
    }

    @Override
    public void prepare() {
        operands = Operands.reserve(request.workload(), shared, request.threads());
        operands.fill();
        verification = Verification.of(operands.batch(), ~request.workload().seed(), request.threads());
    }

    @Override
    public void warmUp(ComparisonRow row) {
        bringUp(row);
        WarmUp warmUp = WarmUp.of(row.strategy());
        try (MemorySampler sampler = new MemorySampler(new RowMemory(row, rows, operands.bytes()))) {
            operands.poisonResults();
            first.put(row, row.strategy().run());
            warmUp.add(first.get(row).seconds());
            row.strategy().collect();
            row.sawMemory(sampler.stop());
        }
        requireRight();
        row.readEffective();
        warmUp.complete(() -> row.strategy().run().seconds());
        settling.after(row);
        paces.put(row, new Pace(warmUp.batchSeconds(), row.setupSeconds() + warmUp.totalSeconds()));
        if (!takesTurns()) {
            row.close();
        }
    }

    @Override
    public double batchSeconds(ComparisonRow row) {
        return paces.get(row).batchSeconds();
    }

    @Override
    public Optional<Round> warmUpRound(ComparisonRow row) {
        return Optional.ofNullable(first.get(row));
    }

    @Override
    public boolean takesTurns() {
        return request.residency() == ComparisonRequest.Residency.TOGETHER;
    }

    @Override
    public int batches(ComparisonRow row) {
        return paces.get(row).batches();
    }

    @Override
    public void beginRound(ComparisonRow row, int round) {
        if (!takesTurns()) {
            bringUpWarm(row);
        } else if (isRenewed(row)
                && Pacing.renews(
                        row.measuredSeconds(), paces.get(row).startSeconds(), renewedSeconds, request.isOpen())) {
            renewedSeconds += paces.get(row).startSeconds();
            row.close();
            bringUpWarm(row);
        }
    }

    private void bringUpWarm(ComparisonRow row) {
        bringUp(row);
        WarmUp.of(row.strategy()).complete(() -> row.strategy().run().seconds());
        settling.after(row);
    }

    /** Threads are of this process, which stays; JVMs, their compilers, memory and buffers are other ones each time. */
    private static boolean isRenewed(ComparisonRow row) {
        return row.spec().kind().usesProcesses();
    }

    private void bringUp(ComparisonRow row) {
        if (row.strategy() == null) {
            row.take(factory.create(row.spec()));
        }
        row.start();
        row.strategy().load(operands.batch());
    }

    @Override
    public Round time(ComparisonRow row) {
        if (paces.get(row).batchSeconds() < SHORT_SECONDS) {
            row.strategy().run();
        }
        operands.poisonResults();
        Round round = counters.count(row.strategy()::run);
        settling.after(row);
        row.strategy().collect();
        requireRight();
        return round;
    }

    @Override
    public void endRound(ComparisonRow row) {
        if (!takesTurns()) {
            row.close();
        }
    }

    private void requireRight() {
        verification.check(operands.batch()).ifPresent(what -> {
            throw new BatchFailedException(what);
        });
    }

    @Override
    public PageKind pages() {
        return operands.pages();
    }

    @Override
    public Optional<Warning> memoryWarning() {
        return Optional.empty();
    }

    @Override
    public void close() {
        rows.forEach(ComparisonRow::close);
        if (operands != null) {
            operands.close();
        }
    }

    /**
     * How often a strategy's batch runs in a round, and when its workers are started anew (Kalibera and
     * Jones, Rigorous Benchmarking in Reasonable Time, 2013: repeat at every level that varies, as often as it pays). Pure
     * functions.
     */
    static final class Pacing {
        /** What a round measures of each strategy: batches that are shorter vary more from one to the next. */
        private static final double ROUND_SECONDS = 0.2;

        private static final int MOST_BATCHES = 16;

        private static final double MOST_RENEWING_SECONDS = 60;

        private Pacing() {}

        /** Batches a round of a strategy whose batch takes so long. */
        static int batches(double batchSeconds) {
            return (int) Math.max(1, Math.min(MOST_BATCHES, Math.round(ROUND_SECONDS / batchSeconds)));
        }

        /**
         * Whether workers are started anew before their next round: once they have measured for long enough beside what it takes
         * to start them and warm them up, until that has taken a minute in all.
         *
         * @param measuredSeconds of their batches since they were started
         * @param startSeconds what a start and its warm-up take
         * @param renewedSeconds what such starts have taken so far
         * @param open whether the number of rounds is open: the less goes into starts, the more there are
         */
        static boolean renews(double measuredSeconds, double startSeconds, double renewedSeconds, boolean open) {
            double enough = open ? 2 * startSeconds : 0.5 * startSeconds;
            return measuredSeconds >= enough && renewedSeconds + startSeconds <= MOST_RENEWING_SECONDS;
        }
    }
}

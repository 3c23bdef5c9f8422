package org.blaspool.strategy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.blaspool.Blas;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasTurn;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;
import org.blaspool.operation.Application;
import org.blaspool.operation.CallContext;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.BatchTimeline;
import org.blaspool.pool.Callers;
import org.blaspool.strategy.Round.RoundTrack;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.task.TaskTable.SlotActivity;
import org.blaspool.transport.SlotTimes;
import org.blaspool.usage.Computed;
import org.blaspool.usage.Usage;

/**
 * Callers in this process that claim products from a table and compute them where they lie: one with one BLAS thread, which
 * everything else is compared with; one whose BLAS brings the threads; or several, each with its own calls in flight.
 */
final class InPlaceStrategy extends OneCallerStrategy {
    private final Configuration configuration;
    private final BlasLibrary blas;
    private final Timeline timeline;
    private final RoundTrack rounds;
    private final List<Track> tracks = new ArrayList<>();
    private Callers callers;
    private volatile BlasTurn turn;
    private int effectiveThreads;
    private Batch batch;
    private RegionMap map;
    private TaskTable table;
    private TaskTable running;
    private Computed computed = Computed.NOTHING;
    private boolean stopped;

    InPlaceStrategy(StrategySpec spec, StrategyContext context) {
        super(spec);
        configuration = Configuration.of(spec, context);
        blas = context.blas();
        timeline = context.observation().timeline();
        rounds = new RoundTrack(timeline, spec.toString());
    }

    @Override
    protected void startUp() {
        // The count belongs to the whole process, where others may want another one: it is taken for each round.
        effectiveThreads = newTurn().tryOut();
        callers = new Callers(
                configuration.workers(),
                configuration.cpus(),
                configuration.placement().homes());
    }

    @Override
    public Effective effective() {
        requireStarted();
        return new Effective(
                callers.count(),
                Collections.nCopies(callers.count(), effectiveThreads),
                callers.masks(),
                Batch.pages(batch),
                computed.shares());
    }

    @Override
    protected void take(Batch newBatch) {
        batch = newBatch;
        map = new RegionMap(batch.regions());
        table = TaskTable.ofProducts(
                batch, configuration.chunking(batch.size()), configuration.workers(), map, false, timeline.isOn());
    }

    @Override
    protected Round compute() {
        map.retain();
        BlasTurn own = newTurn();
        turn = own;
        try (own) {
            own.begin();
            return round();
        } finally {
            effectiveThreads = own.effective();
            map.release();
        }
    }

    private BlasTurn newTurn() {
        return blas.turn(requested().toString(), configuration.blasThreads(), configuration.splitRules());
    }

    @Override
    public List<String> waitsFor() {
        BlasTurn own = turn;
        return own == null ? List.of() : own.waitsFor();
    }

    private Round round() {
        table.reset();
        begin(table);
        Computed computedBefore = blas.computed();
        Usage before = Usage.ofThisProcess();
        long start = System.nanoTime();
        try {
            callers.onFirst(table.chunks(), slot -> BlasLibrary.recorded(blas, table, slot, map), table::stop);
        } finally {
            end();
        }
        long end = System.nanoTime();
        requireGoingOn();
        computed = computed.plus(blas.computed().minus(computedBefore));
        Usage used = Usage.ofThisProcess().minus(before);
        List<SlotTimes> times = IntStream.range(0, callers.count())
                .mapToObj(slot -> times(slot, end))
                .toList();
        Round round = new Round(end - start, PhaseSeconds.of(times, start, end, 0, 0), used, 0);
        draw(round, start, end);
        return round;
    }

    private void draw(Round round, long start, long end) {
        if (!timeline.isOn()) {
            return;
        }
        BatchTimeline drawing = new BatchTimeline(timeline);
        for (int slot = 0; slot < callers.count(); slot++) {
            if (tracks.size() == slot) {
                tracks.add(timeline.ownTrack("caller " + slot + " of " + configuration.requested()));
            }
            drawing.add(tracks.get(slot), start, table.journal().take(slot), end);
        }
        drawing.draw(start, end);
        rounds.draw(round, start);
    }

    private SlotTimes times(int slot, long end) {
        SlotActivity activity = table.activity(slot);
        return activity.enterNanos() == 0 ? SlotTimes.idle(end) : SlotTimes.computing(activity);
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(configuration.placement().notes());
        if (turn != null && !turn.waitedFor().isEmpty()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "waited %.3f s for the BLAS, which others had with other threads or splits: %s",
                    turn.waitedNanos() / 1e9,
                    String.join(", ", turn.waitedFor())));
        }
        return notes;
    }

    @Override
    protected void call(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        RegionMap regions = new RegionMap(Application.regions(calls));
        regions.retain();
        try (TaskTable claims = TaskTable.ofApplications(
                calls, configuration.chunking(calls.size(), chunkSize), callers.count(), regions, false)) {
            begin(claims);
            List<ProductFailedException> failures = Collections.synchronizedList(new ArrayList<>());
            callers.onFirst(claims.chunks(), slot -> apply(operation, calls, claims, slot, failures), () -> {
                claims.stop();
                callers.interrupt();
            });
            requireGoingOn();
            if (!failures.isEmpty()) {
                throw new BatchFailedException(failures);
            }
        } finally {
            end();
            regions.release();
        }
    }

    private void apply(
            Operation operation,
            List<Application> calls,
            TaskTable claims,
            int slot,
            List<ProductFailedException> failures) {
        try (CallContext context = new CallContext(new OperationBlas(blas, this::newTurn), slot)) {
            ClaimLoop.<RuntimeException>run(claims, slot, task -> {
                try {
                    context.call(operation, calls.get((int) task));
                } catch (Throwable e) {
                    failures.add(new ProductFailedException(task, slot, "task " + task + " failed: " + e, e));
                }
            });
        }
    }

    private synchronized void begin(TaskTable claims) {
        requireGoingOn();
        running = claims;
    }

    private synchronized void end() {
        running = null;
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.stop();
            callers.interrupt();
        }
    }

    private synchronized void requireGoingOn() {
        if (stopped) {
            throw new StoppedException("strategy was stopped");
        }
    }

    @Override
    protected void letGo() {
        if (table != null) {
            table.close();
            table = null;
            batch = null;
            map = null;
        }
    }

    @Override
    protected void shutDown() {
        if (callers != null) {
            callers.close();
        }
    }

    /**
     * The BLAS of this process as the operations of a batch see it: each of their products takes a turn of its own with the
     * batch's threads. A turn that lasted as long as the batch would be held while users' code runs, which may run batches of
     * other pools itself.
     */
    record OperationBlas(Blas blas, Supplier<BlasTurn> turns) implements Blas {
        @Override
        public int threads() {
            try (BlasTurn turn = turns.get()) {
                return turn.tryOut();
            }
        }

        @Override
        public ThreadLimit limitThreads(int threads) {
            return blas.limitThreads(threads);
        }

        @Override
        public void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
            try (BlasTurn turn = turns.get()) {
                turn.begin();
                blas.multiply(alpha, a, b, beta, c);
            }
        }

        /** Does nothing: it is not the operation's own. */
        @Override
        public void close() {
            // The pool closes it.
        }
    }
}

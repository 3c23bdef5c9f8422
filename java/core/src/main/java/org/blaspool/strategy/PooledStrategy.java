package org.blaspool.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.blaspool.Operation;
import org.blaspool.blas.BlasSpec;
import org.blaspool.matrix.Batch;
import org.blaspool.operation.Application;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.Attachment;
import org.blaspool.pool.KeptResults;
import org.blaspool.pool.PoolOptions;
import org.blaspool.pool.ProcessPool;
import org.blaspool.pool.SerializedTasks;
import org.blaspool.pool.WorkerDeath;
import org.blaspool.strategy.Round.RoundTrack;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.SlotTimes;
import org.blaspool.usage.Computed;
import org.blaspool.usage.Usage;

/** What the strategies with worker JVMs have in common: the pool and its life. */
public abstract class PooledStrategy extends OneCallerStrategy {
    private final Configuration configuration;
    private final StrategyContext context;
    private final RoundTrack rounds;
    private Computed computed = Computed.NOTHING;
    private ProcessPool pool;
    private boolean stopped;
    private Batch batch;
    /** Of the loaded batch; null where there is none. */
    protected TaskTable table;

    /** The regions of a batch that is worked on where it lies. */
    RegionMap map;

    KeptResults kept = KeptResults.none();
    private final List<String> events = new ArrayList<>();

    protected PooledStrategy(StrategySpec spec, StrategyContext context) {
        super(spec);
        this.configuration = Configuration.of(spec, context);
        this.context = context;
        rounds = new RoundTrack(context.observation().timeline(), spec.toString());
    }

    protected final Configuration configuration() {
        return configuration;
    }

    protected final StrategyContext context() {
        return context;
    }

    protected final ProcessPool pool() {
        return pool;
    }

    protected final Batch batch() {
        return batch;
    }

    protected final void batch(Batch newBatch) {
        batch = newBatch;
    }

    @Override
    protected void startUp() {
        hold(ProcessPool.start(new PoolOptions(
                configuration.workers(),
                configuration.blasThreads(),
                configuration.splitRules(),
                configuration.cpus(),
                configuration.placement().homes(),
                context.surroundings().of(requested().toString(), compilation()))));
    }

    private synchronized void hold(ProcessPool started) {
        pool = started;
        if (stopped) {
            pool.stop();
        }
    }

    /**
     * Where workers run little Java, only its first compiler: the second one takes the CPUs that products need for seconds,
     * anew in every worker, and what it gains is a few percent of the smallest products.
     */
    private List<String> compilation() {
        return runsMuchJava() ? List.of() : List.of("-XX:TieredStopAtLevel=1");
    }

    @Override
    public final boolean runsMuchJava() {
        return configuration.codec() == Codec.JAVA
                || !BlasSpec.parse(context.surroundings().blas()).isCLibrary();
    }

    @Override
    public final Effective effective() {
        requireStarted();
        return new Effective(
                configuration.workers(), pool.blasThreads(), pool.cpus(), Batch.pages(batch), computed.shares());
    }

    /** Tells where operands are copied into the socket that are elsewhere lent to it. */
    final void noteCopies() {
        if (configuration.codec() == Codec.RAW) {
            Channel.refusalToLend().ifPresent(why -> note("operands are copied before they are sent: " + why));
        }
    }

    /** Adds to what {@link #notes} tells. */
    final void note(String event) {
        events.add(event);
    }

    /** One round of work, timed and accounted for. */
    protected final Round clocked(TaskTable table, Supplier<List<SlotTimes>> work) {
        Usage before = usage();
        long start = System.nanoTime();
        List<SlotTimes> times = work.get();
        long end = System.nanoTime();
        Usage used = usage().minus(before);
        long moved = times.stream().mapToLong(SlotTimes::bytes).sum();
        Round round = new Round(end - start, PhaseSeconds.of(times, start, end, 0, 0), used, moved);
        draw(round, start, table, start, end);
        return round;
    }

    /** Draws a round in whose course the workers worked from one moment to another, and adds up what they computed. */
    final void draw(Round round, long start, TaskTable table, long workStart, long workEnd) {
        computed = computed.plus(table.computed());
        pool.drawTimeline(table, workStart, workEnd);
        rounds.draw(round, start);
    }

    /** Whether it is taken down when which task was done. */
    protected final boolean journal() {
        return context.observation().timeline().isOn();
    }

    /** What this process and the workers used so far. */
    final Usage usage() {
        return Usage.ofThisProcess().plus(pool.usage());
    }

    @Override
    public final List<String> notes() {
        List<String> notes = new ArrayList<>(configuration.placement().notes());
        if (pool != null) {
            pool.deaths().stream().map(WorkerDeath::toString).forEach(notes::add);
        }
        notes.addAll(events);
        return notes;
    }

    @Override
    public final long retried() {
        return pool == null
                ? 0
                : pool.deaths().stream().mapToLong(WorkerDeath::tasksInHand).sum();
    }

    /** Sends the operands to the workers, as {@code processes-serialized} does, unless the strategy has a better way. */
    @Override
    protected void call(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        calling(calls, chunkSize, (table, map) -> {
            pool.attach(Attachment.notes(table), operation);
            pool.exchange(SerializedTasks.of(operation, calls, table, configuration.codec()), KeptResults.none());
        });
    }

    /** What is done with the table of an operation's calls. */
    interface Calls {
        void run(TaskTable table, RegionMap map);
    }

    final void calling(List<Application> calls, OptionalLong chunkSize, Calls body) {
        RegionMap map = new RegionMap(Application.regions(calls));
        map.retain();
        try (TaskTable table = TaskTable.ofApplications(
                calls, configuration.chunking(calls.size(), chunkSize), configuration.workers(), map, true)) {
            try {
                body.run(table, map);
            } finally {
                pool.detach();
            }
        } finally {
            map.release();
        }
    }

    @Override
    public final synchronized void stop() {
        stopped = true;
        if (pool != null) {
            pool.stop();
        }
    }

    @Override
    protected void letGo() {
        if (table != null) {
            pool.detach();
            table.close();
            table = null;
            kept.close();
            kept = KeptResults.none();
            map = null;
            batch = null;
        }
    }

    /** Runs a round in which the batch's memory is held. */
    final Round holding(Supplier<Round> round) {
        table.reset();
        map.retain();
        try {
            return round.get();
        } finally {
            map.release();
        }
    }

    @Override
    protected void shutDown() {
        if (pool != null) {
            pool.close();
        }
    }
}

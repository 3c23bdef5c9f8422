package org.blaspool.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.BatchFailedException;
import org.blaspool.observe.TaskSpan;
import org.blaspool.pool.Crew.OomKills;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.WorkerFailure;
import org.blaspool.usage.Usage;

/**
 * Worker JVMs, each with its own BLAS, its own thread limit and, where asked, its own CPUs. A worker that dies or hangs
 * costs what it had in hand: its chunks go to others and a new worker takes its place; {@link BatchRun} says how.
 *
 * <p>For one batch of one caller at a time: another thread is refused with an IllegalStateException that names the one in
 * its way, from {@link #attach} until {@link #detach}. {@link #pids}, {@link #deaths} and {@link #close} are for any
 * thread. An interrupted caller's batch ends, its workers with it; the next batch starts others. Closing the pool ends a
 * batch that runs, and all workers; they also end by themselves when this process does.
 */
public final class ProcessPool implements AutoCloseable {
    private final PoolOptions options;
    private final ScratchDirectory directory;
    private final Crew crew;
    private final OperationBook operations = new OperationBook();
    private final HangWatch watch;
    private final ExecutorService threads;
    private final WorkerArchive archive = new WorkerArchive();
    private final OomKills oomKills = new OomKills();
    private final List<WorkerDeath> deaths = new ArrayList<>();
    private final BatchTimeline timeline;
    private final SoleUser user = new SoleUser("pool");
    private volatile Attachment attachment;
    private boolean started;

    private ProcessPool(PoolOptions options, ScratchDirectory directory) {
        this.options = options;
        this.directory = directory;
        WorkerLauncher launcher = new WorkerLauncher(options, directory.path(), archive.javaOptions());
        crew = new Crew(options, launcher, operations, this::add);
        timeline = new BatchTimeline(options.observation().timeline());
        watch = new HangWatch(launcher.live());
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "blaspool-slot");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts the workers and waits until each has loaded its BLAS and read its thread limit and CPU mask back.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where a worker cannot be started, pinned or given its BLAS
     */
    public static ProcessPool start(PoolOptions options) {
        ProcessPool pool = new ProcessPool(options, ScratchDirectory.create(options.scratch()));
        try {
            pool.crew.start();
            pool.started = true;
            return pool;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private void add(WorkerDeath death) {
        synchronized (deaths) {
            deaths.add(death);
        }
    }

    public PoolOptions options() {
        return options;
    }

    /** The BLAS threads of each worker, as it read them back. */
    public List<Integer> blasThreads() {
        return crew.all().stream().map(WorkerProcess::blasThreads).toList();
    }

    /** The affinity mask of each worker, as it read it back. */
    public List<String> cpus() {
        return crew.all().stream().map(WorkerProcess::cpus).toList();
    }

    /** Process ids of the workers and of the array server where there is one. From any thread. */
    public List<Long> pids() {
        return crew.pids();
    }

    /** The workers that died so far. From any thread. */
    public List<WorkerDeath> deaths() {
        synchronized (deaths) {
            return List.copyOf(deaths);
        }
    }

    /** Starts the JVM that hosts arrays, in place of one that has died. */
    public void startArrayServer() {
        user.use(crew::startServer);
    }

    /**
     * A connection to the array server.
     *
     * @throws BatchFailedException where the server is lost
     */
    public Channel connectToArrayServer() {
        return new Channel(crew.connectToServer(null));
    }

    /** The same for a worker: a descriptor to pass and to close. It is served where the worker belongs. */
    int arrayServerDescriptor(WorkerProcess worker) {
        return crew.connectToServer(cpusOf(worker.slot()));
    }

    /** Whether the array server lives. */
    public boolean arrayServerLives() {
        return crew.serverLives();
    }

    /** How the array server ended, in words; it is killed where it has not. */
    public String arrayServerDeath() {
        return crew.serverDeath();
    }

    /** Gives every worker the tasks that the next {@link #work} is about. */
    public void attach(Attachment newAttachment) {
        attach(newAttachment, null);
    }

    /** The same, with the operation that the tasks are calls of; null: they are products. */
    public void attach(Attachment newAttachment, Operation operation) {
        user.requireFree();
        user.bring(() -> {
            attachment = newAttachment;
            crew.forget(operations.forgotten());
            crew.attach(newAttachment, operation == null ? null : operations.of(operation));
        });
    }

    /** Ends all workers; whoever waits for what they do gets a {@link org.blaspool.error.StoppedException}. From any thread. */
    public void stop() {
        crew.end();
    }

    /** Has every worker let go of what was attached. */
    public void detach() {
        user.drop(() -> {
            attachment = null;
            crew.detach();
        });
    }

    /**
     * Has all workers work on the attached table until every task is done.
     *
     * @param operation a user's, which is attached with the table; null for products
     * @param kept what the products' results held before, where they are worked on in place
     * @return what each worker did
     * @throws BatchFailedException where tasks failed, with a worker's stack trace as its cause
     */
    public List<SlotTimes> work(Operation operation, KeptResults kept) {
        return user.work(() -> new BatchRun(crew, options, attachment.table(), kept, oomKills, watch, deaths, timeline)
                .run(
                        worker -> work(
                                worker,
                                operation,
                                operationId(operation),
                                options.faults().continueOnError()),
                        threads));
    }

    /** Has one worker work on what is attached until nothing is left to claim. */
    static BatchRun.SlotOutcome work(WorkerProcess worker, Operation operation, long id, boolean continueOnError)
            throws IOException {
        Channel channel = worker.channel();
        Message.WORK.put(channel);
        channel.putLong(id);
        channel.putByte(continueOnError ? 1 : 0);
        channel.flush();
        return awaitDone(worker, operation);
    }

    private static BatchRun.SlotOutcome awaitDone(WorkerProcess worker, Operation operation) throws IOException {
        Channel channel = worker.channel();
        Message message = Message.get(channel);
        if (message == Message.FAILED) {
            WorkerFailure failure = WorkerFailure.get(channel);
            throw new BatchFailedException(failure.summary() + " (worker " + worker.pid() + ")", failure);
        }
        if (message != Message.DONE) {
            throw new CorruptFrameException("message=" + message + ", expected DONE");
        }
        SlotTimes times = SlotTimes.get(channel);
        int count = channel.getInt();
        if (count < 0) {
            throw new CorruptFrameException("faults=" + count + ", expected at least 0");
        }
        List<ProductFailedException> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(fault(worker, channel.getLong(), WorkerFailure.get(channel), operation));
        }
        return new BatchRun.SlotOutcome(times, faults);
    }

    static ProductFailedException fault(WorkerProcess worker, long task, WorkerFailure failure, Operation operation) {
        Class<?> thrower = operation == null ? ProcessPool.class : operation.getClass();
        return new ProductFailedException(
                task,
                worker.slot(),
                "task " + task + " failed: " + failure.headline() + " (worker " + worker.pid() + ")",
                failure.rebuilt(thrower.getClassLoader()));
    }

    private long operationId(Operation operation) {
        return operation == null ? 0 : operations.of(operation).id();
    }

    /**
     * Sends tasks with their operands to the workers and takes the results back, until every task is done. Their table
     * is attached as {@link Attachment#notes}.
     *
     * @param kept what the products' results held before
     * @return what each worker did
     * @throws BatchFailedException where tasks failed, with a worker's stack trace as its cause
     */
    public List<SlotTimes> exchange(SerializedTasks tasks, KeptResults kept) {
        return user.work(() -> new BatchRun(crew, options, tasks.table(), kept, oomKills, watch, deaths, timeline)
                .run(worker -> exchange(tasks, worker), threads));
    }

    private BatchRun.SlotOutcome exchange(SerializedTasks tasks, WorkerProcess worker) throws IOException {
        List<TaskSpan> spans = timeline.isOn() ? new ArrayList<>() : null;
        CpuSet cpus = cpusOf(worker.slot());
        try {
            return new TaskExchange(
                            tasks,
                            operationId(tasks.operation()),
                            worker,
                            cpus,
                            options.faults().continueOnError(),
                            threads,
                            spans)
                    .run();
        } finally {
            if (spans != null) {
                timeline.add(crew.events().track(worker), worker.readyNanos(), spans, BatchTimeline.LIVES);
            }
        }
    }

    /** Draws what was done between these moments; outside the clock. */
    public void drawTimeline(TaskTable table, long startNanos, long endNanos) {
        if (!timeline.isOn()) {
            return;
        }
        for (WorkerProcess worker : crew.all()) {
            List<TaskSpan> spans = table.journal().take(worker.slot());
            timeline.add(crew.events().track(worker), worker.readyNanos(), spans, BatchTimeline.LIVES);
        }
        timeline.draw(startNanos, endNanos);
    }

    /** Where those who feed a worker belong; null where that is anywhere. */
    private CpuSet cpusOf(int slot) {
        if (!options.cpus().isEmpty()) {
            return options.cpus().get(slot);
        }
        return options.homes().isEmpty() ? null : CpuSet.of(options.homes().get(slot));
    }

    /** What the workers (and the array server) used since they started, summed. */
    public Usage usage() {
        return crew.usage();
    }

    /** Ends what runs, all workers, and removes the pool's files. Twice is once. */
    @Override
    public void close() {
        user.end(crew::end, this::giveBack);
    }

    private void giveBack() {
        threads.shutdownNow();
        crew.close();
        watch.close();
        directory.close();
        // Not for a pool that failed, nor for a thread that is to stop.
        if (started && !Thread.currentThread().isInterrupted()) {
            started = false;
            archive.makeUnlessFound(options);
        }
    }
}

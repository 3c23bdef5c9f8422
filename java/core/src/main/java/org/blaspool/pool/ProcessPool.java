package org.blaspool.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.blaspool.Operation;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.BatchFailedException;
import org.blaspool.observe.TaskSpan;
import org.blaspool.pool.BatchRun.SlotOutcome;
import org.blaspool.pool.BatchRun.SlotWork;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.SlotTimes;
import org.blaspool.usage.Usage;

/**
 * Worker JVMs, each with its own BLAS, its own thread limit and, where asked, its own CPUs. A worker that dies or hangs
 * costs what it had in hand: its chunks go to others and a new worker takes its place; {@link BatchRun} says how.
 *
 * <p>For one caller at a time, who sees to that; {@link #pids}, {@link #deaths} and {@link #stop} are for any thread. An
 * interrupted caller's batch ends, its workers with it; the next batch starts others. Workers also end by themselves when
 * this process does.
 */
public final class ProcessPool implements AutoCloseable {
    private final PoolOptions options;
    private final ScratchDirectory directory;
    private final Crew crew;
    private final HangWatch watch;
    private final ExecutorService threads;
    private final WorkerArchive archive = new WorkerArchive();
    private boolean started;

    private ProcessPool(PoolOptions options, ScratchDirectory directory) {
        this.options = options;
        this.directory = directory;
        WorkerLauncher launcher = new WorkerLauncher(options, directory.path(), archive.javaOptions());
        crew = new Crew(options, launcher);
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
        long threads = (long) ProcessLimits.THREADS_OF_A_JVM * options.workers();
        ProcessLimits.read().require(threads, "worker JVMs: workers=" + options.workers());
        ProcessPool pool = new ProcessPool(
                options, ScratchDirectory.create(options.surroundings().scratch()));
        try {
            pool.crew.start();
            pool.started = true;
            return pool;
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
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
        return crew.deaths();
    }

    /** Starts the JVM that hosts arrays, in place of one that has died. */
    public void startArrayServer() {
        crew.startServer();
    }

    /**
     * A connection to the array server.
     *
     * @throws BatchFailedException where the server is lost
     */
    public Channel connectToArrayServer() {
        return new Channel(crew.connectToServer(null));
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
    public void attach(Attachment attachment) {
        crew.attach(attachment, null);
    }

    /** The same, with the operation that the tasks are calls of; null: they are products. */
    public void attach(Attachment attachment, Operation operation) {
        crew.attach(attachment, operation);
    }

    /** Ends all workers; whoever waits for what they do gets a {@link org.blaspool.error.StoppedException}. From any thread. */
    public void stop() {
        crew.end();
    }

    /** Has every worker let go of what was attached. */
    public void detach() {
        crew.detach();
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
        boolean continueOnError = options.surroundings().faults().continueOnError();
        return run(kept, worker -> worker.work(operation, crew.operationId(operation), continueOnError));
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
        return run(kept, worker -> exchange(tasks, worker));
    }

    private List<SlotTimes> run(KeptResults kept, SlotWork work) {
        TaskTable table = crew.table();
        watch.begin(table, options.surroundings().faults().timeoutMillis());
        try {
            return new BatchRun(crew, table, kept).run(work, threads);
        } finally {
            watch.end();
        }
    }

    private SlotOutcome exchange(SerializedTasks tasks, WorkerProcess worker) throws IOException {
        List<TaskSpan> spans = crew.timeline().isOn() ? new ArrayList<>() : null;
        long operation = crew.operationId(tasks.operation());
        try {
            return new TaskExchange(tasks, operation, worker, options, threads, spans).run();
        } finally {
            if (spans != null) {
                crew.addToTimeline(worker, spans, BatchTimeline.LIVES);
            }
        }
    }

    /** Draws what was done between these moments; outside the clock. */
    public void drawTimeline(TaskTable table, long startNanos, long endNanos) {
        if (crew.timeline().isOn()) {
            for (WorkerProcess worker : crew.all()) {
                crew.addToTimeline(worker, table.journal().take(worker.slot()), BatchTimeline.LIVES);
            }
            crew.timeline().draw(startNanos, endNanos);
        }
    }

    /** What the workers (and the array server) used since they started, summed. */
    public Usage usage() {
        return crew.usage();
    }

    /** Ends all workers and removes the pool's files. Twice is once. */
    @Override
    public void close() {
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

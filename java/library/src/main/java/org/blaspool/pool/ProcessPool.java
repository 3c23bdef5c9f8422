package org.blaspool.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.ProductFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.WorkerFailure;
import org.blaspool.usage.Usage;

/**
 * Worker JVMs, each with its own BLAS, its own thread limit and, where asked, its own CPUs. A worker that dies costs what
 * it had in hand: its chunks go to others and a new worker takes its place, a bounded number of times.
 *
 * <p>For one batch at a time; its methods are for one thread, but for {@link #pids} and {@link #deaths}. Closing it ends
 * all workers; they also end by themselves when this process does.
 */
public final class ProcessPool implements AutoCloseable {
    private final PoolOptions options;
    private final ScratchDirectory directory;
    private final WorkerLauncher launcher;
    private final WorkerProcess[] workers;
    private final ExecutorService slots;
    private final List<WorkerDeath> deaths = new ArrayList<>();
    private WorkerProcess server;
    private Attachment attachment;
    private int restarts;

    private ProcessPool(PoolOptions options, ScratchDirectory directory) {
        this.options = options;
        this.directory = directory;
        launcher = new WorkerLauncher(options, directory.path());
        workers = new WorkerProcess[options.workers()];
        slots = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "blaspool-slot");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts the workers and waits until each has loaded its BLAS and read its thread limit and CPU mask back.
     *
     * @throws ResourceUnavailableException where a worker cannot be started, pinned or given its BLAS
     */
    public static ProcessPool start(PoolOptions options) {
        ScratchDirectory directory = ScratchDirectory.create(options.scratch());
        ProcessPool pool = new ProcessPool(options, directory);
        try {
            List<Integer> all = IntStream.range(0, options.workers()).boxed().toList();
            pool.launcher.workers(all).forEach(worker -> pool.workers[worker.slot()] = worker);
            return pool;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    public PoolOptions options() {
        return options;
    }

    /** The BLAS threads of each worker, as it read them back. */
    public List<Integer> blasThreads() {
        return Arrays.stream(workers).map(WorkerProcess::blasThreads).toList();
    }

    /** The affinity mask of each worker, as it read it back. */
    public List<String> cpus() {
        return Arrays.stream(workers).map(WorkerProcess::cpus).toList();
    }

    /** Process ids of the workers and of the array server where there is one. From any thread. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        synchronized (this) {
            Arrays.stream(workers).filter(worker -> worker != null).forEach(worker -> pids.add(worker.pid()));
            if (server != null) {
                pids.add(server.pid());
            }
        }
        return pids;
    }

    /** The workers that died so far. From any thread. */
    public List<WorkerDeath> deaths() {
        synchronized (deaths) {
            return List.copyOf(deaths);
        }
    }

    /** Starts the JVM that hosts arrays; the path of the socket that it listens at. */
    public String startArrayServer() {
        WorkerProcess started = launcher.arrayServer();
        synchronized (this) {
            server = started;
        }
        String socket = launcher.socketPath();
        try {
            Message.CONNECT.put(started.channel());
            started.channel().putText(socket);
            started.awaitReady();
            return socket;
        } catch (IOException e) {
            throw new ResourceUnavailableException("array server did not start: " + e.getMessage(), e);
        }
    }

    /** Gives every worker the tasks that the next {@link #work} is about. */
    public void attach(Attachment newAttachment) {
        attachment = newAttachment;
        for (int slot = 0; slot < workers.length; slot++) {
            try {
                newAttachment.attach(workers[slot]);
            } catch (IOException e) {
                replace(slot, e);
            }
        }
    }

    /** Has every worker let go of what was attached. */
    public void detach() {
        attachment = null;
        for (int slot = 0; slot < workers.length; slot++) {
            try {
                Message.DETACH.put(workers[slot].channel());
                workers[slot].awaitReady();
            } catch (IOException e) {
                replace(slot, e);
            }
        }
    }

    /**
     * Has all workers work on the attached table until every task is done.
     *
     * @param operation class name of a user's operation; empty for products
     * @return what each worker did
     * @throws ProductFailedException where a task failed, with the worker's stack trace as its cause
     */
    public List<SlotTimes> work(String operation) {
        return untilDone(attachment.table(), slot -> {
            WorkerProcess worker = workers[slot];
            Message.WORK.put(worker.channel());
            worker.channel().putText(operation);
            worker.channel().flush();
            return awaitDone(worker);
        });
    }

    private static SlotTimes awaitDone(WorkerProcess worker) throws IOException {
        Message message = Message.get(worker.channel());
        if (message == Message.FAILED) {
            throw failed(worker, WorkerFailure.get(worker.channel()));
        }
        if (message != Message.DONE) {
            throw new IOException("worker " + worker.pid() + " sent " + message + ", expected DONE");
        }
        return SlotTimes.get(worker.channel());
    }

    static ProductFailedException failed(WorkerProcess worker, WorkerFailure failure) {
        return new ProductFailedException(failure.summary() + " (worker " + worker.pid() + ")", failure);
    }

    /**
     * Sends tasks with their operands to the workers and takes the results back, until every task is done.
     *
     * @return what each worker did
     * @throws ProductFailedException where a task failed, with the worker's stack trace as its cause
     */
    public List<SlotTimes> exchange(SerializedTasks tasks) {
        return untilDone(tasks.table(), slot -> new TaskExchange(tasks, workers[slot], cpusOf(slot), slots).run());
    }

    private CpuSet cpusOf(int slot) {
        return options.cpus().isEmpty() ? null : options.cpus().get(slot);
    }

    /** A slot's part in a batch; an IOException means that its worker cannot go on. */
    private interface SlotWork {
        SlotTimes run(int slot) throws IOException;
    }

    private List<SlotTimes> untilDone(TaskTable table, SlotWork work) {
        List<SlotTimes> times = everySlot(table, work);
        // A chunk that came free after the others had ended is done in another go.
        while (table.chunksDone() < table.chunks()) {
            List<SlotTimes> before = times;
            List<SlotTimes> more = everySlot(table, work);
            times = IntStream.range(0, workers.length)
                    .mapToObj(slot -> before.get(slot).then(more.get(slot)))
                    .toList();
        }
        return times;
    }

    private List<SlotTimes> everySlot(TaskTable table, SlotWork work) {
        return onEachSlot(slot -> {
            while (true) {
                try {
                    return work.run(slot);
                } catch (IOException e) {
                    recover(table, slot, e);
                } catch (RuntimeException e) {
                    table.stop();
                    throw e;
                }
            }
        });
    }

    private <T> List<T> onEachSlot(IntFunction<T> body) {
        List<Future<T>> futures = new ArrayList<>();
        for (int slot = 0; slot < workers.length; slot++) {
            int own = slot;
            futures.add(slots.submit(() -> body.apply(own)));
        }
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failure = failure != null ? failure : asRuntime(e.getCause());
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                throw new StoppedException("interrupted while workers were busy");
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static RuntimeException asRuntime(Throwable cause) {
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    /** Takes a dead worker's chunks back and starts another one in its place. */
    private void recover(TaskTable table, int slot, IOException cause) {
        WorkerProcess dead = workers[slot];
        // Before its chunks move on it must be unable to write another byte.
        dead.kill();
        long released = table.release(slot);
        synchronized (deaths) {
            deaths.add(new WorkerDeath(dead.pid(), slot, dead.death(), released));
        }
        replace(slot, cause);
    }

    private void replace(int slot, IOException cause) {
        WorkerProcess dead = workers[slot];
        dead.kill();
        synchronized (this) {
            if (restarts >= options.restarts()) {
                throw new ProductFailedException(
                        "workers die again and again: worker " + dead.pid() + " died of " + dead.death() + ", restarts="
                                + restarts + " of " + options.restarts() + " are used up",
                        cause);
            }
            restarts++;
        }
        WorkerProcess fresh = launcher.workers(List.of(slot)).get(0);
        synchronized (this) {
            dead.close();
            workers[slot] = fresh;
        }
        if (attachment != null) {
            try {
                attachment.attach(fresh);
            } catch (IOException e) {
                replace(slot, e);
            }
        }
    }

    /** What the workers (and the array server) used since they started, summed. */
    public Usage usage() {
        Usage sum = Usage.NONE;
        for (WorkerProcess worker : workers) {
            sum = sum.plus(usageOf(worker));
        }
        return server == null ? sum : sum.plus(usageOf(server));
    }

    private static Usage usageOf(WorkerProcess worker) {
        try {
            Message.USAGE.put(worker.channel());
            worker.channel().flush();
            Message.USAGE.expect(worker.channel());
            long[] values = new long[Usage.VALUES];
            for (int i = 0; i < values.length; i++) {
                values[i] = worker.channel().getLong();
            }
            return Usage.of(values);
        } catch (IOException e) {
            // It died between two batches: the next one notices and replaces it.
            return Usage.NONE;
        }
    }

    /** Ends all workers and removes the pool's files. */
    @Override
    public void close() {
        slots.shutdownNow();
        synchronized (this) {
            for (WorkerProcess worker : workers) {
                if (worker != null) {
                    worker.close();
                }
            }
            if (server != null) {
                server.close();
            }
        }
        directory.close();
    }
}

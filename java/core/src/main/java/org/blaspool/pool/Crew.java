package org.blaspool.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.blaspool.Operation;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.observe.TaskSpan;
import org.blaspool.pool.WorkerLauncher.KilledAtStartException;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Message;
import org.blaspool.usage.Usage;

/**
 * The workers of a pool by slot, and the array server where there is one: started, replaced and ended here. A slot's
 * worker is used by one thread at a time; {@link #pids} is for any thread.
 */
final class Crew implements AutoCloseable {
    private static final int REPLACE_ATTEMPTS = 5;
    private static final int START_ATTEMPTS = 5;
    private static final int DYING_MILLIS = 500;

    private final PoolOptions options;
    private final WorkerLauncher launcher;
    private final WorkerProcess[] workers;
    private final OperationBook operations = new OperationBook();
    private final OomKills oomKills = new OomKills();
    private final List<WorkerDeath> deaths = new ArrayList<>();
    private final BatchTimeline timeline;
    /** Held while somebody talks to the server: slots' threads connect new workers to it at any moment. */
    private final Object serverConversation = new Object();

    private WorkerProcess server;
    private Attachment attachment;
    private Operation operation;
    private boolean ended;
    private boolean closed;

    Crew(PoolOptions options, WorkerLauncher launcher) {
        this.options = options;
        this.launcher = launcher;
        workers = new WorkerProcess[options.workers()];
        timeline = new BatchTimeline(options.surroundings().observation().timeline());
    }

    PoolOptions options() {
        return options;
    }

    void start() {
        List<Integer> all = IntStream.range(0, workers.length).boxed().toList();
        startAgain(() -> launcher.workers(all)).forEach(worker -> workers[worker.slot()] = worker);
    }

    private interface Start<T> {
        T start() throws KilledAtStartException;
    }

    /** Starts workers, and once more as long as something kills them meanwhile, within a bound. */
    private <T> T startAgain(Start<T> start) {
        for (int attempt = 1; ; attempt++) {
            requireGoingOn();
            try {
                return start.start();
            } catch (KilledAtStartException e) {
                note(e);
                if (attempt == START_ATTEMPTS) {
                    throw new ResourceUnavailableException(
                            "workers are killed as they start: attempts=" + attempt + ", the last: " + e.getMessage(),
                            e);
                }
            }
        }
    }

    private void note(KilledAtStartException killed) {
        launcher.events().died(killed.death());
        note(killed.death());
    }

    /** Counts a death; a worker whose place could not be taken may be found dead again. */
    synchronized void note(WorkerDeath death) {
        if (deaths.stream().noneMatch(known -> known.pid() == death.pid())) {
            deaths.add(death);
        }
    }

    /** Those that died so far. */
    synchronized List<WorkerDeath> deaths() {
        return List.copyOf(deaths);
    }

    /** Has it drawn what a worker did, up to its end. */
    void addToTimeline(WorkerProcess worker, List<TaskSpan> spans, long endNanos) {
        timeline.add(events().track(worker), worker.readyNanos(), spans, endNanos);
    }

    BatchTimeline timeline() {
        return timeline;
    }

    /** Tells of the workers. */
    PoolEvents events() {
        return launcher.events();
    }

    int size() {
        return workers.length;
    }

    synchronized WorkerProcess worker(int slot) {
        return workers[slot];
    }

    /** A slot's worker; another one where it was ended by an interrupted batch, which nobody counts as a death. */
    WorkerProcess livingWorker(int slot) {
        if (worker(slot).wasDismissed()) {
            replace(slot);
        }
        return worker(slot);
    }

    synchronized List<WorkerProcess> all() {
        return Arrays.stream(workers).filter(worker -> worker != null).toList();
    }

    synchronized List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        all().forEach(worker -> pids.add(worker.pid()));
        if (server != null) {
            pids.add(server.pid());
        }
        return pids;
    }

    /** How a worker that is dead ended, in words. */
    synchronized String death(int slot) {
        String death = workers[slot].death();
        String crash = launcher.crashes().summary(workers[slot].pid());
        if (!crash.isEmpty()) {
            return death + " (" + crash + ")";
        }
        long kills = oomKills.sinceStart();
        return death.endsWith("SIGKILL") && kills > 0
                ? death + " (the kernel's out-of-memory killer struck " + kills + " times meanwhile: see --workers)"
                : death;
    }

    /** Has every worker that knows operations to which nobody refers any more let go of them. */
    private void forget() {
        List<Long> numbers = operations.forgotten();
        for (WorkerProcess worker : numbers.isEmpty() ? List.<WorkerProcess>of() : all()) {
            try {
                worker.forget(numbers);
            } catch (IOException e) {
                // It has died, and what it knew with it.
            }
        }
    }

    /**
     * Gives every worker what it works on; it is kept for those that come later.
     *
     * @param newOperation a user's; null for products
     */
    void attach(Attachment newAttachment, Operation newOperation) {
        forget();
        attachment = newAttachment;
        operation = newOperation;
        operationId(operation);
        for (int slot = 0; slot < workers.length; slot++) {
            try {
                attach(worker(slot));
            } catch (IOException e) {
                replace(slot);
            }
        }
    }

    private void attach(WorkerProcess worker) throws IOException {
        attachment.attach(worker, this);
        if (operation != null) {
            worker.learn(operations.of(operation), operations);
        }
    }

    /** The table that the workers were given. */
    TaskTable table() {
        return attachment.table();
    }

    /**
     * By what the workers know an operation: 0 for none.
     *
     * @throws org.blaspool.error.InvalidInputException where it cannot be serialized
     */
    long operationId(Operation asked) {
        return asked == null ? 0 : operations.of(asked).id();
    }

    /** Has every worker let go of what was attached. */
    void detach() {
        attachment = null;
        if (hasEnded()) {
            return;
        }
        for (int slot = 0; slot < workers.length; slot++) {
            if (worker(slot).wasDismissed()) {
                continue;
            }
            try {
                worker(slot).detach();
            } catch (IOException e) {
                replace(slot);
            }
        }
    }

    /** Ends what is left of a slot's worker and starts another one, with the same attachment. */
    void replace(int slot) {
        Exception last = null;
        for (int attempt = 0; attempt < REPLACE_ATTEMPTS; attempt++) {
            worker(slot).kill();
            requireGoingOn();
            try {
                WorkerProcess fresh = launcher.workers(List.of(slot)).get(0);
                launcher.events().replaced(worker(slot).pid(), fresh);
                synchronized (this) {
                    workers[slot].close();
                    workers[slot] = fresh;
                    if (ended) {
                        fresh.dismiss();
                    }
                }
                requireGoingOn();
                if (attachment != null) {
                    attach(fresh);
                }
                return;
            } catch (KilledAtStartException e) {
                note(e);
                last = e;
            } catch (IOException | ResourceUnavailableException e) {
                // Whatever ended the worker before may have ended this one too.
                last = e;
            }
        }
        throw new ResourceUnavailableException(
                "worker cannot be replaced: slot=" + slot + " attempts=" + REPLACE_ATTEMPTS + " (" + last.getMessage()
                        + ")",
                last);
    }

    /** Starts the array server's JVM, in place of one that has gone. */
    void startServer() {
        requireGoingOn();
        WorkerProcess started = startAgain(launcher::arrayServer);
        synchronized (this) {
            if (server != null) {
                server.close();
            }
            server = started;
        }
    }

    /**
     * Has the array server serve one more client: who gets the descriptor that this returns.
     *
     * @param client who is served where it belongs itself; null: somebody who is served anywhere
     * @throws BatchFailedException where the server is lost
     */
    int connectToServer(WorkerProcess client) {
        CpuSet cpus = client == null ? null : options.feedingCpus(client.slot());
        WorkerProcess current = server();
        synchronized (serverConversation) {
            try {
                Message.CONNECT.put(current.channel());
                current.channel().putText(cpus == null ? "" : cpus.toString());
                return current.passConnection();
            } catch (IOException e) {
                throw new BatchFailedException("array server is lost: " + e.getMessage(), e);
            }
        }
    }

    private synchronized WorkerProcess server() {
        return server;
    }

    /** Whether the array server lives; one that is just dying is waited for, as its socket ends before itself. */
    boolean serverLives() {
        WorkerProcess asked = server();
        return asked != null && !asked.endsWithin(DYING_MILLIS);
    }

    /** How the array server ended, which is reaped by this. */
    synchronized String serverDeath() {
        server.kill();
        return "array server " + server.pid() + " died of " + server.death();
    }

    /** What all of them used since they started, summed; one that has died between two batches counts nothing. */
    Usage usage() {
        Usage sum = Usage.NONE;
        for (WorkerProcess worker : all()) {
            sum = sum.plus(worker.usage());
        }
        WorkerProcess current = server();
        if (current == null) {
            return sum;
        }
        synchronized (serverConversation) {
            return sum.plus(current.usage());
        }
    }

    /**
     * Kills all of them at once, whatever they do, and replaces none any more. Who talks to one sees it end; channels
     * stay open for that until {@link #close()}. From any thread.
     */
    synchronized void end() {
        closed = true;
        dismiss();
    }

    /** The same until {@link #goOn()}, for a caller who wants no more of what they do. */
    synchronized void dismiss() {
        ended = true;
        all().forEach(WorkerProcess::dismiss);
        if (server != null) {
            server.kill();
        }
    }

    /** Has the places of all that were dismissed be taken again, as soon as somebody has work for them. */
    synchronized void goOn() {
        ended = closed;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    private void requireGoingOn() {
        if (hasEnded()) {
            throw new StoppedException("pool was stopped");
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        closed = true;
        all().forEach(WorkerProcess::close);
        if (server != null) {
            server.close();
        }
    }

    /** How often the kernel's out-of-memory killer has struck: the evidence for why a worker got SIGKILL from nobody. */
    static final class OomKills {
        private static final Path VMSTAT = Path.of("/proc/vmstat");
        private static final String FIELD = "oom_kill ";

        private final long atStart = count();

        /** How often since this was made; 0 also where the kernel does not tell. */
        long sinceStart() {
            return Math.max(0, count() - atStart);
        }

        private static long count() {
            try {
                return Files.readAllLines(VMSTAT).stream()
                        .filter(line -> line.startsWith(FIELD))
                        .mapToLong(line ->
                                Long.parseLong(line.substring(FIELD.length()).strip()))
                        .findFirst()
                        .orElse(0);
            } catch (IOException e) {
                return 0;
            }
        }
    }
}

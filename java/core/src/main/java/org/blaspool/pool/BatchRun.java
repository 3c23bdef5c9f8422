package org.blaspool.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.blaspool.ProductFailedException;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.task.ParallelLoop;
import org.blaspool.task.TaskTable;
import org.blaspool.task.TaskTable.SlotActivity;
import org.blaspool.transport.SlotTimes;

/**
 * One batch over a crew: each slot works until nothing is left to claim; a worker that dies is reaped, its chunks freed
 * and its place taken; a task that has killed too many workers is passed over from then on. Of fewer chunks than slots
 * the first slots take them and the others sleep on: the same workers are warm batch after batch, and none is woken in
 * vain.
 *
 * <p>No state of it waits for more than one thing: a slot's thread waits for its own worker's channel alone, which ends
 * with the worker; the batch waits for the slots. So a worker that ends, or is ended because it hangs, always sets its
 * slot free, and there is no circle to deadlock in. It does not run for ever either: an attempt in which no chunk was done
 * and no worker died ends the batch with an error, and so do too many deaths.
 */
final class BatchRun {
    /** Deaths in a row, without a single chunk done in between, after which the pool gives up: so many a worker. */
    private static final int FUTILE_RESTARTS_PER_WORKER = 4;

    /** A slot's part in the batch; an IOException means that its worker cannot go on. */
    interface SlotWork {
        SlotOutcome run(WorkerProcess worker) throws IOException;
    }

    /**
     * What a slot did.
     *
     * @param times where its time went
     * @param faults tasks of it that failed
     */
    record SlotOutcome(SlotTimes times, List<ProductFailedException> faults) {}

    private final Crew crew;
    private final FaultTolerance tolerance;
    private final TaskTable table;
    private final KeptResults kept;
    private final List<ProductFailedException> faults = Collections.synchronizedList(new ArrayList<>());
    private final Map<Long, Integer> killings = new ConcurrentHashMap<>();
    private long doneAtLastDeath = -1;
    private int futile;
    private volatile long losses;
    private volatile ResourceUnavailableException unreplaced;

    /** @param kept the results as they were before, for tasks that read them */
    BatchRun(Crew crew, TaskTable table, KeptResults kept) {
        this.crew = crew;
        this.table = table;
        this.kept = kept;
        tolerance = crew.options().surroundings().faults();
    }

    /**
     * Runs until every task is done, failed or given up.
     *
     * @throws BatchFailedException where tasks failed, after the others (unless the first failure stops them)
     */
    List<SlotTimes> run(SlotWork work, ExecutorService threads) {
        int enough = (int) Math.min(crew.size(), table.chunks());
        List<SlotTimes> times = firstSlots(enough, work, threads);
        // A chunk that came free after the others had ended is done in another go, by whoever is there.
        long doneBefore = -1;
        long lossesBefore = 0;
        while (table.chunksDone() < table.chunks() && !table.isStopped()) {
            throwIfStuck(doneBefore, lossesBefore);
            doneBefore = table.chunksDone();
            lossesBefore = losses;
            List<SlotTimes> before = times;
            List<SlotTimes> more = firstSlots(crew.size(), work, threads);
            times = IntStream.range(0, crew.size())
                    .mapToObj(slot -> before.get(slot).then(more.get(slot)))
                    .toList();
        }
        throwFaults();
        return times;
    }

    /** Has the first slots work, and says what each slot of the crew did. */
    private List<SlotTimes> firstSlots(int count, SlotWork work, ExecutorService threads) {
        List<Future<SlotTimes>> running = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) {
            int own = slot;
            running.add(threads.submit(() -> slot(own, work)));
        }
        try {
            List<SlotTimes> times = new ArrayList<>(ParallelLoop.await(running, this::drop, "workers"));
            while (times.size() < crew.size()) {
                times.add(SlotTimes.idle(System.nanoTime()));
            }
            return times;
        } finally {
            crew.goOn();
        }
    }

    /** Nobody wants any more of it. */
    private void drop() {
        table.stop();
        crew.dismiss();
    }

    private SlotTimes slot(int slot, SlotWork work) {
        while (true) {
            try {
                SlotOutcome outcome = work.run(crew.livingWorker(slot));
                outcome.faults().forEach(this::fault);
                return outcome.times();
            } catch (IOException e) {
                if (!recover(slot, e)) {
                    return SlotTimes.idle(System.nanoTime());
                }
            } catch (RuntimeException | Error e) {
                table.stop();
                throw e;
            }
        }
    }

    private void fault(ProductFailedException fault) {
        faults.add(fault);
        if (!tolerance.continueOnError()) {
            table.stop();
        }
    }

    /**
     * Without a new worker for one slot the others go on; without any progress since there is nothing to wait for, and the
     * next attempt would be like the last one.
     */
    private void throwIfStuck(long doneBefore, long lossesBefore) {
        if (table.chunksDone() != doneBefore) {
            return;
        }
        if (unreplaced != null) {
            throw unreplaced;
        }
        if (losses == lossesBefore) {
            throwFaults();
            throw new BatchFailedException("batch does not get on: chunks=" + table.chunks() + " done=" + doneBefore
                    + ", no chunk was done and no worker died in the last attempt");
        }
    }

    /**
     * Takes a dead worker's chunks back and starts another one in its place.
     *
     * @return whether there is another one
     */
    private boolean recover(int slot, IOException cause) {
        if (crew.hasEnded()) {
            throw new StoppedException("pool was stopped", cause);
        }
        WorkerProcess dead = crew.worker(slot);
        // Before its chunks move on it must be unable to write another byte.
        dead.kill();
        SlotActivity activity = table.activity(slot);
        List<String> inHand = new ArrayList<>();
        long tasksInHand = 0;
        for (long chunk : table.claimedBy(slot)) {
            long first = table.first(chunk);
            long end = table.end(chunk);
            kept.restore(first, end);
            tasksInHand += end - first;
            inHand.add(end - first == 1 ? Long.toString(first) : first + "-" + (end - 1));
        }
        WorkerDeath death = new WorkerDeath(dead.pid(), slot, crew.death(slot), inHand, tasksInHand);
        crew.note(death);
        crew.events().died(death, table);
        crew.addToTimeline(dead, table.journal().take(slot), System.nanoTime());
        if (activity.currentTask() >= 0) {
            blame(activity.currentTask(), death);
        }
        table.release(slot);
        table.current(slot, -1, -1);
        countFutile(death, cause);
        if (table.isStopped()) {
            // Nothing is left to do: its place is taken when the next batch is attached.
            return false;
        }
        try {
            crew.replace(slot);
            return true;
        } catch (ResourceUnavailableException e) {
            unreplaced = e;
            return false;
        }
    }

    private void blame(long task, WorkerDeath death) {
        int killed = killings.merge(task, 1, Integer::sum);
        if (killed >= tolerance.retries()) {
            table.skip(task);
            fault(new ProductFailedException(
                    task,
                    death.slot(),
                    "task " + task + " is poisoned: it killed " + killed + " workers, the last one of " + death.cause()
                            + "; --retries " + tolerance.retries() + " allows no more",
                    null));
        }
    }

    private synchronized void countFutile(WorkerDeath death, IOException cause) {
        losses++;
        long done = table.chunksDone();
        futile = done > doneAtLastDeath ? 1 : futile + 1;
        doneAtLastDeath = done;
        int limit = FUTILE_RESTARTS_PER_WORKER * crew.size() + tolerance.retries();
        if (futile > limit) {
            throw new BatchFailedException(
                    "workers die again and again: " + futile + " deaths without a chunk done, allowed " + limit
                            + "; the last: " + death,
                    cause);
        }
    }

    private void throwFaults() {
        if (!faults.isEmpty()) {
            throw new BatchFailedException(List.copyOf(faults));
        }
    }
}

package org.blaspool.pool;

import java.util.Map;
import org.blaspool.observe.Events.RetryEvent;
import org.blaspool.observe.Events.WorkerDeathEvent;
import org.blaspool.observe.Events.WorkerStartEvent;
import org.blaspool.observe.Observation;
import org.blaspool.observe.Recordings;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;
import org.blaspool.task.TaskTable;

/** Tells of a pool's workers, what the flight recorder and a timeline take down: starts, deaths, retries, replacements. */
record PoolEvents(Observation observation) {
    private Timeline timeline() {
        return observation.timeline();
    }

    /** The track of a worker. */
    Track track(WorkerProcess worker) {
        return track(worker.pid(), worker.slot());
    }

    private Track track(long pid, int slot) {
        String process = slot < 0 ? "array server" : "worker of slot " + slot;
        return timeline()
                .workerTrack(
                        pid, observation.name().isEmpty() ? process : process + " of " + observation.name(), "main");
    }

    /** A worker is ready, {@code startNanos} after it was started. */
    void started(WorkerProcess worker, long startNanos) {
        long readyNanos = worker.readyNanos();
        if (Recordings.on()) {
            double seconds = (readyNanos - startNanos) * 1e-9;
            WorkerStartEvent.commit(worker.pid(), worker.slot(), worker.cpus(), worker.blasThreads(), seconds);
        }
        if (timeline().isOn()) {
            Map<String, Object> arguments =
                    Map.of("slot", worker.slot(), "cpus", worker.cpus(), "blas_threads", worker.blasThreads());
            timeline().span(track(worker), "start", startNanos, readyNanos, arguments);
        }
    }

    /** A worker died; its chunks are still its own in the table. */
    void died(WorkerDeath death, TaskTable table) {
        died(death);
        if (Recordings.on()) {
            for (long chunk : table.claimedBy(death.slot())) {
                RetryEvent.commit(
                        chunk, table.first(chunk), table.end(chunk) - 1, death.pid(), table.attempt(chunk) + 1);
            }
        }
    }

    /** A worker died that worked on no table. */
    void died(WorkerDeath death) {
        if (Recordings.on()) {
            WorkerDeathEvent.commit(death.pid(), death.slot(), death.cause(), death.tasks());
        }
        if (timeline().isOn()) {
            timeline()
                    .instant(
                            track(death.pid(), death.slot()),
                            "death",
                            System.nanoTime(),
                            Map.of("cause", death.cause(), "products", String.join(", ", death.tasks())));
        }
    }

    void replaced(long deadPid, WorkerProcess fresh) {
        if (timeline().isOn()) {
            timeline().instant(track(fresh), "replacement", System.nanoTime(), Map.of("replaces", deadPid));
        }
    }
}

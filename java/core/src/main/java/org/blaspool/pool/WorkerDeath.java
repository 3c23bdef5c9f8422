package org.blaspool.pool;

import java.util.List;

/**
 * A worker that died, or was killed because it hung, while it worked or as it started.
 *
 * @param pid its process id
 * @param slot its place in the pool
 * @param cause "signal SIGKILL", "exit code 3", with why where that is known
 * @param tasks the ranges of tasks that it had in hand ("12-14"), which went to others
 * @param tasksInHand how many those are
 */
public record WorkerDeath(long pid, int slot, String cause, List<String> tasks, long tasksInHand) {
    public WorkerDeath {
        tasks = List.copyOf(tasks);
    }

    @Override
    public String toString() {
        return "worker " + pid + " (slot " + slot + ") died of " + cause
                + (tasks.isEmpty()
                        ? " with nothing in hand"
                        : ", products " + String.join(", ", tasks) + " went to others");
    }
}

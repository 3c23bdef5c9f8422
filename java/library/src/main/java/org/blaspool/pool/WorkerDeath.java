package org.blaspool.pool;

/**
 * A worker that died while it worked.
 *
 * @param pid its process id
 * @param slot its place in the pool
 * @param cause "signal SIGKILL", "exit code 3"
 * @param chunks how many chunks it had in hand, which went to others
 */
public record WorkerDeath(long pid, int slot, String cause, long chunks) {
    @Override
    public String toString() {
        return "worker " + pid + " (slot " + slot + ") died of " + cause + " with " + chunks + " chunk"
                + (chunks == 1 ? "" : "s") + " in hand";
    }
}

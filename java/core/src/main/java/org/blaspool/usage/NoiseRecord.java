package org.blaspool.usage;

/**
 * What else went on while the rounds ran.
 *
 * @param elapsedSeconds over which it was watched
 * @param cpus of the machine
 * @param loadBefore load average of the last minute when the rounds began
 * @param loadAfter the same when they ended; our own threads are part of it
 * @param stealSeconds CPU time that the hypervisor gave to others
 * @param otherCpuSeconds CPU time of processes that are not ours
 */
public record NoiseRecord(
        double elapsedSeconds,
        int cpus,
        double loadBefore,
        double loadAfter,
        double stealSeconds,
        double otherCpuSeconds) {
    /** Share of the machine's CPU time that was stolen, 0 to 1. */
    public double stealShare() {
        return share(stealSeconds);
    }

    /** Share of the machine's CPU time that went to other processes, 0 to 1. */
    public double otherShare() {
        return share(otherCpuSeconds);
    }

    /** Share of the machine's CPU time that this process and its own did not have although somebody did, 0 to 1. */
    public double busyShare() {
        return Math.min(1, otherShare() + stealShare());
    }

    private double share(double seconds) {
        return elapsedSeconds > 0 ? seconds / (elapsedSeconds * cpus) : 0;
    }
}

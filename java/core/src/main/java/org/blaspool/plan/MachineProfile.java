package org.blaspool.plan;

import java.util.Map;
import org.blaspool.matrix.ProductShape;

/**
 * What this machine does how fast: the primitives that costs are made of. Measured by {@link ProfileCalibration}, kept by
 * {@link ProfileFile}. Immutable.
 *
 * @param identity what it holds for; another one needs another profile
 * @param cpus CPUs that were used together, p
 * @param cacheBytes the cores' own caches together
 * @param one one caller, one BLAS thread
 * @param all p callers at once, one BLAS thread each: the rate of all together
 * @param blasThreads one caller, p BLAS threads
 * @param fmaPeak FLOP/s of p CPUs
 * @param feedings what strategies cost beside computing
 * @param jvmStartSeconds a JVM that does nothing
 * @param conditions what else the machine did while it was measured
 */
public record MachineProfile(
        String identity,
        int cpus,
        long cacheBytes,
        DgemmRates one,
        DgemmRates all,
        DgemmRates blasThreads,
        double fmaPeak,
        Map<Feeding, FeedingCost> feedings,
        double jvmStartSeconds,
        Conditions conditions) {

    /**
     * What others did with the machine while its figures were measured, which makes them too low.
     *
     * @param othersShare of the CPUs' time that went to other processes and other virtual machines, 0 to 1
     * @param loadAverage of the minute before
     */
    public record Conditions(double othersShare, double loadAverage) {
        /** Nothing else ran. */
        public static final Conditions QUIET = new Conditions(0, 0);

        private static final double BUSY_SHARE = 0.05;

        /** Whether others had so much of the CPUs that predictions may be off by more than their usual error. */
        public boolean busy() {
            return othersShare > BUSY_SHARE;
        }
    }

    public MachineProfile {
        feedings = Map.copyOf(feedings);
    }

    /**
     * How much of a batch's operands and results is in caches when it is run again: all that fits the cores' own; nothing of
     * four times as much, as what was used longest ago is replaced first; in between a part.
     */
    double cachedShare(double bytes) {
        double beyond = (bytes - cacheBytes) / (3.0 * cacheBytes);
        return 1 - Math.min(1, Math.max(0, beyond));
    }

    /** The same figures, with what strategies cost beside computing. */
    MachineProfile withFeedings(Map<Feeding, FeedingCost> measured) {
        return new MachineProfile(
                identity, cpus, cacheBytes, one, all, blasThreads, fmaPeak, measured, jvmStartSeconds, conditions);
    }

    /** The same figures, measured under these conditions. */
    public MachineProfile measuredUnder(Conditions observed) {
        return new MachineProfile(
                identity, cpus, cacheBytes, one, all, blasThreads, fmaPeak, feedings, jvmStartSeconds, observed);
    }

    /**
     * Seconds of a product on one CPU while {@code active} CPUs do the same: between the time alone and the time with all
     * CPUs at it, in proportion.
     *
     * @param cached how much of its operands and result is found in caches, 0 to 1
     */
    double sharedSeconds(ProductShape shape, int active, double cached) {
        double alone = one.seconds(shape, cached);
        if (cpus == 1 || active <= 1) {
            return alone;
        }
        double together = cpus * all.seconds(shape, cached);
        double share = (Math.min(active, cpus) - 1.0) / (cpus - 1.0);
        return alone + share * (together - alone);
    }

    /** Seconds of a product from memory that {@code threads} BLAS threads share, by Amdahl's law between 1 and p threads. */
    double threadedSeconds(ProductShape shape, int threads) {
        double alone = one.seconds(shape, 0);
        if (cpus == 1 || threads <= 1) {
            return alone;
        }
        // T(t) = serial + parallel / t through both ends; a product too small to be shared has parallel = 0.
        double parallel = Math.max(0, (alone - blasThreads.seconds(shape, 0)) / (1 - 1.0 / cpus));
        return alone - parallel + parallel / Math.min(threads, cpus);
    }
}

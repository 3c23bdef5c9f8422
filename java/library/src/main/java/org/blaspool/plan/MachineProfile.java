package org.blaspool.plan;

import java.util.Map;
import org.blaspool.matrix.ProductShape;

/**
 * What this machine does how fast: the primitives that costs are made of. Measured by {@link ProfileCalibration}, kept by
 * {@link ProfileFile}. Immutable.
 *
 * @param identity what it holds for; another one needs another profile
 * @param cpus CPUs that were used together, p
 * @param oneHot one caller, one BLAS thread, operands in the cache
 * @param oneStreamed the same with operands from memory
 * @param allHot p callers at once, one BLAS thread each, operands in the cache: the rate of all together
 * @param allStreamed the same with operands from memory
 * @param blasThreads one caller, p BLAS threads, operands from memory
 * @param cacheBytes largest batch that stays in the cache
 * @param fmaPeak FLOP/s of p CPUs
 * @param feedings what strategies cost beside computing
 * @param jvmStartSeconds a JVM that does nothing
 * @param conditions what else the machine did while it was measured
 */
public record MachineProfile(
        String identity,
        int cpus,
        RateCurve oneHot,
        RateCurve oneStreamed,
        RateCurve allHot,
        RateCurve allStreamed,
        RateCurve blasThreads,
        long cacheBytes,
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

    /** The same figures, measured under these conditions. */
    public MachineProfile measuredUnder(Conditions observed) {
        return new MachineProfile(
                identity,
                cpus,
                oneHot,
                oneStreamed,
                allHot,
                allStreamed,
                blasThreads,
                cacheBytes,
                fmaPeak,
                feedings,
                jvmStartSeconds,
                observed);
    }

    /** Seconds of a product on one CPU while nothing else runs. */
    double oneSeconds(ProductShape shape, boolean hot) {
        return (hot ? oneHot : oneStreamed).seconds(shape);
    }

    /**
     * Seconds of a product on one CPU while {@code active} CPUs do the same: between the time alone and the time with all
     * CPUs at it, in proportion.
     */
    double sharedSeconds(ProductShape shape, int active, boolean hot) {
        double alone = oneSeconds(shape, hot);
        if (cpus == 1 || active <= 1) {
            return alone;
        }
        double together = cpus * (hot ? allHot : allStreamed).seconds(shape);
        double share = (Math.min(active, cpus) - 1.0) / (cpus - 1.0);
        return alone + share * (together - alone);
    }

    /**
     * Seconds of a product that {@code threads} BLAS threads share, by Amdahl's law between 1 and p threads. What operands
     * in the cache gain is taken to be what they gain on one thread.
     */
    double threadedSeconds(ProductShape shape, int threads, boolean hot) {
        double one = oneSeconds(shape, hot);
        if (cpus == 1 || threads <= 1) {
            return one;
        }
        double all = blasThreads.seconds(shape) * one / oneSeconds(shape, false);
        // T(t) = serial + parallel / t through both ends; a product too small to be shared has parallel = 0.
        double parallel = Math.max(0, (one - all) / (1 - 1.0 / cpus));
        return one - parallel + parallel / Math.min(threads, cpus);
    }
}

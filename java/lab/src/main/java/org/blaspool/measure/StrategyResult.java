package org.blaspool.measure;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.usage.HardwareCounters.CountedEvents;

/**
 * One row of a comparison. Of a row that failed, what was not measured is null, 0 or empty.
 *
 * @param spec the strategy with its workers and BLAS threads as they were: what to type to have it again
 * @param requested what was asked for; what is open in it was decided from the machine
 * @param effective what there really was, read back; null where the strategy did not start
 * @param seconds one for each round, in the order of the rounds: the median of its batches
 * @param medianSeconds their median
 * @param ratioToBest this median over the smallest one; 1 for the best
 * @param ratioCi95 95 % confidence interval of that ratio; null below {@link Statistics#FEWEST_ROUNDS} rounds
 * @param gflops 10^9 FLOP/s at the median
 * @param percentOfPeak of the larger FMA peak of all allotted CPUs
 * @param setupSeconds starting workers, loading libraries, mapping memory; not in {@code seconds} under a warm clock
 * @param phaseSeconds of the median round, for an even number of rounds the mean of the middle two; they add up to the
 *     median
 * @param bytesMoved across process borders, in the median round
 * @param cpuUserSeconds of the median round, all our processes
 * @param cpuSystemSeconds the same in the kernel
 * @param pageFaults of the median round
 * @param contextSwitches of the median round
 * @param peakRssBytes highest proportional set size of all our processes; see {@link MemorySampler}
 * @param predictedSeconds what the cost model had said; null where it says nothing
 * @param verified whether every product of every round was right
 * @param failure why it failed, in one line; null for a row that did not
 * @param blas what it multiplied with; null in old reports
 * @param counters null where they were not asked for, or where the machine has none
 * @param samples null in reports of before there were several batches a round
 */
public record StrategyResult(
        StrategySpec spec,
        Requested requested,
        Effective effective,
        List<Double> seconds,
        Double medianSeconds,
        Double ratioToBest,
        Interval ratioCi95,
        Verdict verdict,
        Double gflops,
        Double percentOfPeak,
        Double setupSeconds,
        PhaseSeconds phaseSeconds,
        long bytesMoved,
        double cpuUserSeconds,
        double cpuSystemSeconds,
        long pageFaults,
        long contextSwitches,
        long peakRssBytes,
        Double predictedSeconds,
        boolean verified,
        String failure,
        BlasRecord blas,
        Counters counters,
        Samples samples) {

    /** The strategy's name. */
    public String strategy() {
        return spec.kind().label();
    }

    /** The same row held against another best one, with which it has no rounds in common. */
    public StrategyResult against(double bestSeconds) {
        return new StrategyResult(
                spec,
                requested,
                effective,
                seconds,
                medianSeconds,
                medianSeconds / bestSeconds,
                null,
                verified ? Verdict.SLOWER : verdict,
                gflops,
                percentOfPeak,
                setupSeconds,
                phaseSeconds,
                bytesMoved,
                cpuUserSeconds,
                cpuSystemSeconds,
                pageFaults,
                contextSwitches,
                peakRssBytes,
                predictedSeconds,
                verified,
                failure,
                blas,
                counters,
                samples);
    }

    /** What was asked for; null where nothing was said. */
    public record Requested(Integer workers, Integer blasThreads, Long chunkSize, String codec, String pin) {
        public static Requested of(StrategySpec spec) {
            return new Requested(
                    spec.workers().isPresent() ? spec.workers().getAsInt() : null,
                    spec.blasThreads().isPresent() ? spec.blasThreads().getAsInt() : null,
                    orNull(spec.chunkSize()),
                    spec.codec().map(Codec::toString).orElse(null),
                    spec.pin().orElse("auto"));
        }
    }

    /**
     * What the hardware counted in user mode in all our processes, in the median round; null what this machine does not
     * count.
     *
     * @param ghz cycles by CPU time in user mode: the clock as it was while they worked
     */
    public record Counters(
            Long instructions,
            Long cycles,
            Double instructionsPerCycle,
            Double ghz,
            Long llcMisses,
            Long dtlbLoadMisses) {
        static Counters of(CountedEvents events, double userSeconds) {
            return new Counters(
                    orNull(events.instructions()),
                    orNull(events.cycles()),
                    orNull(events.instructionsPerCycle()),
                    orNull(events.gigahertz(userSeconds)),
                    orNull(events.llcMisses()),
                    orNull(events.dtlbLoadMisses()));
        }
    }

    /**
     * What the rounds are made of.
     *
     * @param invocations how many starts of the strategy they are of; 1 where its workers, if any, stayed up
     * @param batchSeconds every batch of every round
     */
    public record Samples(int invocations, List<List<Double>> batchSeconds) {}

    private static Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    /** How a strategy compares with the best one. */
    public enum Verdict {
        BEST,
        NO_DIFFERENCE,
        SLOWER,
        TOO_FEW_ROUNDS,
        /** It gave no rounds to compare, or a wrong product. */
        FAILED;

        /** Its words in reports, {@code no difference}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}

package org.blaspool.measure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.usage.HardwareCounters.CountedEvents;

/**
 * One row of a comparison. Of a row that failed, what was not measured is NaN, 0 or empty.
 *
 * @param spec the strategy with its workers and BLAS threads as they were: what to type to have it again
 * @param requested what was asked for; what is open in it was decided from the machine
 * @param effective what there really was, read back; empty where the strategy did not start
 * @param seconds one for each round, in the order of the rounds: the median of its batches
 * @param medianSeconds their median
 * @param ratioToBest this median over the smallest one; 1 for the best
 * @param ratioCi95 95 % confidence interval of that ratio; empty below {@link Statistics#FEWEST_ROUNDS} rounds
 * @param gflops 10^9 FLOP/s at the median
 * @param percentOfPeak of the larger FMA peak of all allotted CPUs
 * @param setupSeconds starting workers, loading libraries, mapping memory
 * @param phaseSeconds of the median round, for an even number of rounds the mean of the middle two; they add up to the
 *     median
 * @param bytesMoved across process borders, in the median round
 * @param cpuUserSeconds of the median round, all our processes
 * @param cpuSystemSeconds the same in the kernel
 * @param pageFaults of the median round
 * @param contextSwitches of the median round
 * @param peakRssBytes highest proportional set size of all our processes; see {@link MemorySampler}
 * @param predictedSeconds what the cost model had said
 * @param verified whether every product of every round was right
 * @param failure why it failed, in one line; empty for a row that did not
 * @param counted what the hardware counted in all our processes in the median round; empty where it was not asked or
 *     has no counters
 * @param batchSeconds every batch of every round
 * @param invocations how many starts of the strategy the rounds are of; 1 where its workers, if any, stayed up
 */
public record StrategyResult(
        StrategySpec spec,
        StrategySpec requested,
        Optional<Effective> effective,
        List<Double> seconds,
        double medianSeconds,
        double ratioToBest,
        Optional<Interval> ratioCi95,
        Verdict verdict,
        double gflops,
        double percentOfPeak,
        double setupSeconds,
        PhaseSeconds phaseSeconds,
        long bytesMoved,
        double cpuUserSeconds,
        double cpuSystemSeconds,
        long pageFaults,
        long contextSwitches,
        long peakRssBytes,
        OptionalDouble predictedSeconds,
        boolean verified,
        Optional<String> failure,
        Optional<CountedEvents> counted,
        List<List<Double>> batchSeconds,
        int invocations) {
    public StrategyResult {
        seconds = List.copyOf(seconds);
        batchSeconds = batchSeconds.stream().map(List::copyOf).toList();
    }

    /** The strategy's name. */
    public String strategy() {
        return spec.kind().label();
    }
}

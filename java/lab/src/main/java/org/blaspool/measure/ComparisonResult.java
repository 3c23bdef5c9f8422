package org.blaspool.measure;

import java.util.List;
import java.util.Locale;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Estimate;

/**
 * What a comparison found out: measured, saved (field by field as {@code blaspool.compare/1} has it) and shown as one and
 * the same. What there is not is null.
 *
 * @param suite quick, tutorial, all, or custom for a list of strategies
 * @param rounds timed rounds of the strategies that were in all of them
 * @param roundsTainted rounds, over all rows, that others disturbed or that were faster than 103 % of the larger FMA
 *     peak, so that their clock or the peak is wrong; the seconds of those that were run again are not among the rows'
 * @param results in the order in which the strategies were listed
 * @param recommendation null where no strategy gave verified results
 * @param busyShare share of the CPUs that others had, in the median of the rounds; null in reports of before it was told
 * @param untilSettled whether rounds went on until every verdict was settled, or time was over, so that intervals are of a
 *     sequential method; null in reports of before there was one
 */
public record ComparisonResult(
        String suite,
        Clock clock,
        MachineRecord machine,
        Workload workload,
        int rounds,
        int roundsTainted,
        List<StrategyResult> results,
        Recommendation recommendation,
        List<Warning> warnings,
        Double busyShare,
        Boolean untilSettled) {
    /** What the saved form is called. */
    public String schema() {
        return "blaspool.compare/1";
    }

    /** Whether others had so much of the machine that figures hold only for it as busy as it was. */
    public boolean isBusy() {
        return busyShare != null && busyShare > Estimate.BUSY_SHARE;
    }

    /**
     * What to use.
     *
     * @param spec the strategy
     * @param reason why, in a sentence or two
     */
    public record Recommendation(StrategySpec spec, String reason, Basis basis) {
        /** What it rests on. */
        public enum Basis {
            /** Rounds on a quiet machine. */
            QUIET,
            /** Rounds on a machine that others used, with which samples of a quiet one agree. */
            BUSY,
            /** Samples of a quiet machine. */
            PREDICTED;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}

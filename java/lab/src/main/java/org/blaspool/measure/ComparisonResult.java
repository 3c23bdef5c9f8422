package org.blaspool.measure;

import java.util.List;
import java.util.Optional;
import org.blaspool.sample.Estimate;
import org.blaspool.usage.NoiseRecord;

/**
 * Everything that a comparison found out; the JSON of {@code compare} has it under the same names.
 *
 * @param suite the suite's name, or {@code custom}
 * @param rounds timed rounds of the strategies that were in all of them
 * @param roundsTainted rounds, over all rows, that others disturbed or that were faster than 103 % of the larger FMA
 *     peak, so that their clock or the peak is wrong; the seconds of those that were run again are not among the rows'
 * @param results in the order in which the strategies were listed
 * @param recommendation empty where no strategy gave verified results
 * @param busyShare share of the CPUs that others had, in the median of the rounds
 * @param isOpen whether rounds went on until every verdict was settled, or time was over
 * @param stopped whether it was told to stop before that
 * @param noise what else went on meanwhile
 */
public record ComparisonResult(
        String suite,
        Clock clock,
        MachineRecord machine,
        Workload workload,
        int rounds,
        int roundsTainted,
        List<StrategyResult> results,
        Optional<Recommendation> recommendation,
        double busyShare,
        boolean isOpen,
        boolean stopped,
        NoiseRecord noise,
        List<Warning> warnings) {
    public ComparisonResult {
        results = List.copyOf(results);
        warnings = List.copyOf(warnings);
    }

    /** Whether others had so much of the machine that figures hold only for it as busy as it was. */
    public boolean isBusy() {
        return busyShare > Estimate.BUSY_SHARE;
    }

    /** Whether every strategy ran and every product of it was right; otherwise the command exits with 1. */
    public boolean isVerified() {
        return results.stream().allMatch(StrategyResult::verified);
    }
}

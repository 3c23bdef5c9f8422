package org.blaspool.measure;

import java.util.List;
import java.util.Optional;

/**
 * Everything that a comparison found out; the JSON of {@code compare} has it under the same names.
 *
 * @param suite the suite's name, or {@code custom}
 * @param rounds timed rounds of each strategy
 * @param roundsTainted rounds, over all rows, that others disturbed or that were faster than 103 % of the larger FMA
 *     peak, so that their clock or the peak is wrong; the seconds of those that were run again are not among the rows'
 * @param results in the order in which the strategies were listed
 * @param recommendation empty where no strategy gave verified results
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
        NoiseRecord noise,
        List<Warning> warnings) {
    public ComparisonResult {
        results = List.copyOf(results);
        warnings = List.copyOf(warnings);
    }

    /** Whether every strategy ran and every product of it was right; otherwise the command exits with 1. */
    public boolean isVerified() {
        return results.stream().allMatch(StrategyResult::verified);
    }
}

package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.StrategyResult.Verdict;

/** Which way to take from which value of a sweep on, with as few changes as the measurements allow. */
public final class Leaders {
    /**
     * A way that is among the fastest at all values of a range.
     *
     * @param from its first value
     * @param to its last value
     */
    public record Range(String name, long from, long to) {}

    private Leaders() {}

    /** The ranges that cover the values, ascending; a value at which nothing gave results is in none. */
    public static List<Range> of(SweepReport sweep) {
        List<String> names = sweep.names();
        List<Range> ranges = new ArrayList<>();
        int size = 0;
        while (size < sweep.sizes().size()) {
            int longest = 0;
            int best = -1;
            for (int row = 0; row < names.size(); row++) {
                int length = length(sweep, size, row);
                // Of those that lead equally long, the one that was measured as fastest here.
                if (length > longest || (length == longest && length > 0 && isBest(sweep, size, row))) {
                    longest = length;
                    best = row;
                }
            }
            if (best >= 0) {
                ranges.add(new Range(
                        names.get(best), sweep.sizes().get(size), sweep.sizes().get(size + longest - 1)));
            }
            size += Math.max(1, longest);
        }
        return ranges;
    }

    private static int length(SweepReport sweep, int size, int row) {
        int length = 0;
        while (size + length < sweep.sizes().size()
                && leads(sweep.comparisons().get(size + length).results().get(row))) {
            length++;
        }
        return length;
    }

    private static boolean isBest(SweepReport sweep, int size, int row) {
        Double ratio = sweep.comparisons().get(size).results().get(row).ratioToBest();
        return ratio != null && ratio == 1;
    }

    /** Whether nothing is surely faster than this row. */
    static boolean leads(StrategyResult row) {
        return row.verified()
                && row.ratioToBest() != null
                && (row.ratioToBest() == 1 || row.verdict() == Verdict.NO_DIFFERENCE);
    }

    /** In words: {@code threads up to 256, blas-threads from 512 on}. */
    public static String sentence(SweepReport sweep) {
        List<Range> ranges = of(sweep);
        if (ranges.isEmpty()) {
            return "no way gave verified results";
        }
        long first = sweep.sizes().get(0);
        long last = sweep.sizes().get(sweep.sizes().size() - 1);
        SweepParameter parameter = sweep.swept();
        List<String> parts = new ArrayList<>();
        for (Range range : ranges) {
            boolean fromStart = range.from() == first;
            boolean toEnd = range.to() == last;
            String where = fromStart && toEnd
                    ? " at every " + parameter.one() + " from " + first + " to " + last
                    : fromStart
                            ? " up to " + parameter.value(range.to())
                            : toEnd
                                    ? " from " + parameter.value(range.from()) + " on"
                                    : range.from() == range.to()
                                            ? " at " + parameter.value(range.from())
                                            : " from " + range.from() + " to " + parameter.value(range.to());
            parts.add(range.name() + where);
        }
        return String.join(", ", parts);
    }
}

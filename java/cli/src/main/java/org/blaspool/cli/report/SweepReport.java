package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.blaspool.cli.report.Crossing.Crossings;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.measure.Warning;
import org.blaspool.measure.Workload;

/**
 * The same strategies compared at one value after another of a parameter, as {@code blaspool.sweep/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param parameter what is swept: size (the edge of square matrices), pairs (products of a batch) or workers (of every
 *     strategy that has workers; the others are measured again beside them)
 * @param sizes the values of the parameter, ascending; of every parameter under this name, as the schema has had it
 *     since sizes alone were swept
 * @param comparisons one a value, their rows in the same order
 * @param crossings where one strategy overtakes another
 */
public record SweepReport(
        String schema,
        SweepParameter parameter,
        List<Long> sizes,
        List<ComparisonResult> comparisons,
        List<Crossing> crossings) {
    public static final String SCHEMA = "blaspool.sweep/1";

    /** Of comparisons in the order of the values. */
    public static SweepReport of(SweepParameter parameter, List<Long> values, List<ComparisonResult> comparisons) {
        return new SweepReport(
                SCHEMA,
                parameter,
                List.copyOf(values),
                List.copyOf(comparisons),
                Crossings.of(names(parameter, comparisons), values, comparisons));
    }

    /** What the rows are called; the same at every value. */
    public List<String> names() {
        return names(parameter, comparisons);
    }

    private static List<String> names(SweepParameter parameter, List<ComparisonResult> comparisons) {
        List<StrategyResult> rows = comparisons.get(0).results();
        return parameter == SweepParameter.WORKERS ? RowNames.ofAnyWorkers(rows) : RowNames.of(rows);
    }

    /**
     * All warnings: those of one kind and one advice become one, with the first one's text and the values that it was
     * given at.
     */
    public List<Warning> warnings() {
        Map<List<String>, NavigableMap<Long, Warning>> alike = new LinkedHashMap<>();
        for (int i = 0; i < sizes.size(); i++) {
            List<Warning> warnings = comparisons.get(i).warnings();
            for (Warning warning : warnings == null ? List.<Warning>of() : warnings) {
                alike.computeIfAbsent(Arrays.asList(warning.kind(), warning.advice()), key -> new TreeMap<>())
                        .putIfAbsent(sizes.get(i), warning);
            }
        }
        return alike.values().stream().map(this::asOne).toList();
    }

    private Warning asOne(NavigableMap<Long, Warning> alike) {
        Warning first = alike.firstEntry().getValue();
        String where = alike.size() == 1
                ? "at " + parameter.named(alike.firstKey()) + ": "
                : "at " + alike.size() + " " + parameter.several() + " from " + alike.firstKey() + " to "
                        + alike.lastKey() + ", at the first: ";
        return new Warning(first.kind(), where + first.text(), first.advice());
    }

    /** What is swept over what, for a heading: {@code Products of 32x32 matrices, 5 numbers of pairs from 10 to 160}. */
    public String about() {
        Workload work = comparisons.get(0).workload();
        String range = sizes.size() + " " + parameter.several() + " from " + sizes.get(0) + " to "
                + sizes.get(sizes.size() - 1);
        return switch (parameter) {
            case SIZE -> "Square matrices of " + range;
            case PAIRS -> "Products of " + CompareText.matrices(work) + ", " + range;
            case WORKERS -> work.pairs() + " products of " + CompareText.matrices(work) + ", " + range;
        };
    }

    /**
     * The value and way that took the least time, where all values are of one batch: of workers alone. By medians, as
     * rounds of different values do not pair.
     */
    public Optional<String> fastestOfAll() {
        if (parameter != SweepParameter.WORKERS) {
            return Optional.empty();
        }
        record Candidate(long value, int row, StrategyResult result) {}
        return IntStream.range(0, sizes.size())
                .boxed()
                .flatMap(i -> IntStream.range(0, names().size())
                        .mapToObj(row -> new Candidate(
                                sizes.get(i), row, comparisons.get(i).results().get(row))))
                .filter(candidate -> isMeasured(candidate.result()))
                .min(Comparator.comparingDouble(candidate -> candidate.result().medianSeconds()))
                .map(best -> "Least time of all, by medians: " + names().get(best.row())
                        + (hasWorkers(best.result()) ? " at " + parameter.named(best.value()) : "") + ", "
                        + Figures.seconds(best.result().medianSeconds()) + ".");
    }

    private static boolean hasWorkers(StrategyResult row) {
        return row.spec().kind().hasWorkers();
    }

    private static boolean isMeasured(StrategyResult row) {
        return row.verified() && row.medianSeconds() != null;
    }

    /**
     * Which way to take from which value on, with as few changes as the measurements allow, in words: {@code threads up to
     * 256, blas-threads from 512 on}. A value at which nothing gave results is in no range.
     */
    public String leaders() {
        List<String> ranges = new ArrayList<>();
        int from = 0;
        while (from < sizes.size()) {
            int longest = 0;
            int best = -1;
            for (int row = 0; row < names().size(); row++) {
                int length = lead(from, row);
                // Of those that lead equally long, the one that was measured as fastest here.
                if (length > longest || (length == longest && length > 0 && isBest(from, row))) {
                    longest = length;
                    best = row;
                }
            }
            if (best >= 0) {
                ranges.add(names().get(best) + where(from, from + longest - 1));
            }
            from += Math.max(1, longest);
        }
        return ranges.isEmpty() ? "no way gave verified results" : String.join(", ", ranges);
    }

    private String where(int from, int to) {
        long first = sizes.get(from);
        long last = sizes.get(to);
        boolean toEnd = to == sizes.size() - 1;
        if (from == 0) {
            return toEnd
                    ? " at every " + parameter.one() + " from " + first + " to " + last
                    : " up to " + parameter.value(last);
        }
        if (toEnd) {
            return " from " + parameter.value(first) + " on";
        }
        return from == to ? " at " + parameter.value(first) : " from " + first + " to " + parameter.value(last);
    }

    /** How many values there are from this one on at which nothing is surely faster than the row. */
    private int lead(int from, int row) {
        int to = from;
        while (to < sizes.size() && leads(comparisons.get(to).results().get(row))) {
            to++;
        }
        return to - from;
    }

    private boolean isBest(int value, int row) {
        Double ratio = comparisons.get(value).results().get(row).ratioToBest();
        return ratio != null && ratio == 1;
    }

    /** Whether nothing is surely faster than this row. */
    static boolean leads(StrategyResult row) {
        return row.verified()
                && row.ratioToBest() != null
                && (row.ratioToBest() == 1 || row.verdict() == Verdict.NO_DIFFERENCE);
    }
}

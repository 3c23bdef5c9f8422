package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.blaspool.cli.report.Crossing.Crossings;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.StrategyResult;
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
        String parameter,
        List<Long> sizes,
        List<ComparisonResult> comparisons,
        List<Crossing> crossings) {
    public static final String SCHEMA = "blaspool.sweep/1";

    /** Of comparisons in the order of the values. */
    public static SweepReport of(SweepParameter parameter, List<Long> values, List<ComparisonResult> comparisons) {
        return new SweepReport(
                SCHEMA,
                parameter.label(),
                List.copyOf(values),
                List.copyOf(comparisons),
                Crossings.of(names(parameter, comparisons), values, comparisons));
    }

    /** What is swept. */
    public SweepParameter swept() {
        return SweepParameter.of(parameter).orElseThrow();
    }

    /** What the rows are called; the same at every value. */
    public List<String> names() {
        return names(swept(), comparisons);
    }

    private static List<String> names(SweepParameter parameter, List<ComparisonResult> comparisons) {
        List<StrategyResult> rows = comparisons.get(0).results();
        return parameter == SweepParameter.WORKERS ? RowNames.ofAnyWorkers(rows) : RowNames.of(rows);
    }

    /** All warnings, each once for the values that it was given at. */
    public List<Warning> warnings() {
        return SweepWarnings.of(this);
    }

    /** What is swept over what, for a heading: {@code Products of 32x32 matrices, 5 numbers of pairs from 10 to 160}. */
    public String about() {
        Workload work = comparisons.get(0).workload();
        String range =
                sizes.size() + " " + swept().several() + " from " + sizes.get(0) + " to " + sizes.get(sizes.size() - 1);
        return switch (swept()) {
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
        if (swept() != SweepParameter.WORKERS) {
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
                        + (hasWorkers(best.result()) ? " at " + swept().named(best.value()) : "") + ", "
                        + Figures.seconds(best.result().medianSeconds()) + ".");
    }

    private static boolean hasWorkers(StrategyResult row) {
        return row.spec().kind().hasWorkers();
    }

    private static boolean isMeasured(StrategyResult row) {
        return row.verified() && row.medianSeconds() != null;
    }

    /** The warnings of a sweep: those of one kind and one advice become one, with the first one's text and the values. */
    private static final class SweepWarnings {
        private SweepWarnings() {}

        static List<Warning> of(SweepReport sweep) {
            Map<List<String>, Warning> first = new LinkedHashMap<>();
            Map<List<String>, List<Long>> values = new LinkedHashMap<>();
            for (int i = 0; i < sweep.sizes().size(); i++) {
                List<Warning> warnings = sweep.comparisons().get(i).warnings();
                for (Warning warning : warnings == null ? List.<Warning>of() : warnings) {
                    List<String> key = Arrays.asList(warning.kind(), warning.advice());
                    first.putIfAbsent(key, warning);
                    List<Long> seen = values.computeIfAbsent(key, unused -> new ArrayList<>());
                    if (!seen.contains(sweep.sizes().get(i))) {
                        seen.add(sweep.sizes().get(i));
                    }
                }
            }
            return first.entrySet().stream()
                    .map(entry -> at(sweep.swept(), entry.getValue(), values.get(entry.getKey())))
                    .toList();
        }

        private static Warning at(SweepParameter parameter, Warning warning, List<Long> values) {
            String where = values.size() == 1
                    ? "at " + parameter.named(values.get(0)) + ": "
                    : "at " + values.size() + " " + parameter.several() + " from " + values.get(0) + " to "
                            + values.get(values.size() - 1) + ", at the first: ";
            return new Warning(warning.kind(), where + warning.text(), warning.advice());
        }
    }
}

package org.blaspool.cli.report;

import java.util.List;

/**
 * The same strategies compared at several sizes, as {@code blaspool.sweep/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param parameter what is swept: size, the edge of square matrices
 * @param sizes ascending
 * @param comparisons one a size, their rows in the same order
 * @param crossings where one strategy overtakes another
 */
public record SweepReport(
        String schema, String parameter, List<Long> sizes, List<CompareReport> comparisons, List<Crossing> crossings) {
    public static final String SCHEMA = "blaspool.sweep/1";

    /** Of comparisons in the order of their sizes. */
    public static SweepReport of(List<CompareReport> comparisons) {
        List<Long> sizes =
                comparisons.stream().map(report -> report.workload().n()).toList();
        return new SweepReport(SCHEMA, "size", sizes, List.copyOf(comparisons), Crossings.of(comparisons));
    }

    /** What the rows are called; the same at every size. */
    public List<String> names() {
        return RowNames.of(comparisons.get(0).results());
    }

    /** All warnings, each once for the sizes that it was given at. */
    public List<WarningReport> warnings() {
        return SweepWarnings.of(this);
    }
}

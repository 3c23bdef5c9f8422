package org.blaspool.cli.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.report.Phase;
import org.blaspool.cli.report.RowNames;

/**
 * What the charts of a comparison draw: the rows that have times, fastest first.
 *
 * @param kind tells charts.js which charts to draw
 * @param phaseNames of each row's phases
 */
record CompareNumbers(String kind, List<String> phaseNames, List<Bar> rows) {
    /**
     * A row.
     *
     * @param low lower bound of the ratio's interval; null where there is none
     * @param predicted seconds; null where there is no prediction
     * @param phases seconds, in the order of the names
     */
    record Bar(
            String name,
            String verdict,
            double median,
            Double ratio,
            Double low,
            Double high,
            Double predicted,
            List<Double> seconds,
            List<Double> phases) {}

    static CompareNumbers of(CompareReport report) {
        List<String> names = RowNames.of(report.results());
        List<Bar> bars = new ArrayList<>(IntStream.range(0, names.size())
                .filter(i -> report.results().get(i).medianSeconds() != null)
                .mapToObj(i -> bar(names.get(i), report.results().get(i)))
                .toList());
        bars.sort(Comparator.comparingDouble(Bar::median));
        return new CompareNumbers("compare", Phase.names(), bars);
    }

    private static Bar bar(String name, Row row) {
        List<Double> bounds = row.ratioCi95();
        return new Bar(
                name,
                row.verified() ? row.verdict() : "failed",
                row.medianSeconds(),
                row.ratioToBest(),
                bounds == null ? null : bounds.get(0),
                bounds == null ? null : bounds.get(1),
                row.predictedSeconds(),
                row.seconds(),
                List.copyOf(row.phaseSeconds().named().values()));
    }

    boolean hasPredictions() {
        return rows.stream().anyMatch(bar -> bar.predicted() != null);
    }
}

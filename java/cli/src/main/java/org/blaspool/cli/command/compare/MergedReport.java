package org.blaspool.cli.command.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareReport.Recommendation;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.WarningReport;

/**
 * Comparisons of one batch with different BLAS as one. Their rounds did not alternate, so there is no interval for a
 * ratio between them: rows of another BLAS than the best row's have a ratio and no interval.
 */
final class MergedReport {
    private MergedReport() {}

    /**
     * The reports as one.
     *
     * @param kinds which BLAS each report is about, as after {@code --blas}
     * @param leftOut what there is no report of
     */
    static CompareReport of(List<BlasSpec> kinds, List<CompareReport> reports, List<WarningReport> leftOut) {
        CompareReport first = reports.get(0);
        Optional<Row> best = reports.stream()
                .flatMap(report -> report.results().stream())
                .filter(row -> row.verified() && row.medianSeconds() != null)
                .min(Comparator.comparingDouble(Row::medianSeconds));
        List<Row> rows = new ArrayList<>();
        Set<WarningReport> warnings = new LinkedHashSet<>(leftOut);
        for (CompareReport report : reports) {
            report.results()
                    .forEach(row ->
                            rows.add(best.map(other -> against(other, row)).orElse(row)));
            warnings.addAll(report.warnings());
        }
        if (reports.size() > 1) {
            warnings.add(new WarningReport(
                    "separate-processes",
                    "each BLAS ran in a process of its own, one after another",
                    "ratios between them have no interval; repeat the comparison to see how they vary"));
        }
        return new CompareReport(
                CompareReport.SCHEMA,
                first.suite(),
                first.clock(),
                first.machine(),
                first.workload(),
                reports.stream().mapToInt(CompareReport::rounds).min().orElseThrow(),
                reports.stream().mapToInt(CompareReport::roundsTainted).sum(),
                rows,
                best.filter(row -> reports.stream().noneMatch(CompareReport::isBusy))
                        .map(row -> recommendation(row, kinds.get(indexOf(row, reports))))
                        .orElse(null),
                List.copyOf(warnings),
                reports.stream()
                        .map(CompareReport::busyShare)
                        .filter(Objects::nonNull)
                        .max(Double::compare)
                        .orElse(null),
                first.untilSettled());
    }

    private static int indexOf(Row row, List<CompareReport> reports) {
        return IntStream.range(0, reports.size())
                .filter(i -> reports.get(i).results().contains(row))
                .findFirst()
                .orElseThrow();
    }

    private static Recommendation recommendation(Row best, BlasSpec blas) {
        return new Recommendation(
                best.spec(),
                "with --blas " + blas + " it has the smallest median, " + Figures.seconds(best.medianSeconds()),
                "quiet");
    }

    private static Row against(Row best, Row row) {
        boolean sameRun = row.blas().equals(best.blas());
        if (sameRun || row.medianSeconds() == null) {
            return row;
        }
        return new Row(
                row.strategy(),
                row.spec(),
                row.requested(),
                row.effective(),
                row.seconds(),
                row.medianSeconds(),
                row.medianSeconds() / best.medianSeconds(),
                null,
                row.verified() ? "slower" : row.verdict(),
                row.gflops(),
                row.percentOfPeak(),
                row.setupSeconds(),
                row.phaseSeconds(),
                row.bytesMoved(),
                row.cpuUserSeconds(),
                row.cpuSystemSeconds(),
                row.pageFaults(),
                row.contextSwitches(),
                row.peakRssBytes(),
                row.predictedSeconds(),
                row.verified(),
                row.failure(),
                row.blas(),
                row.counters(),
                row.samples());
    }
}

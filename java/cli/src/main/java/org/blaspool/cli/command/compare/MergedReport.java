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
import org.blaspool.cli.report.Figures;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Recommendation;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Warning;

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
    static ComparisonResult of(List<BlasSpec> kinds, List<ComparisonResult> reports, List<Warning> leftOut) {
        ComparisonResult first = reports.get(0);
        Optional<StrategyResult> best = reports.stream()
                .flatMap(report -> report.results().stream())
                .filter(row -> row.verified() && row.medianSeconds() != null)
                .min(Comparator.comparingDouble(StrategyResult::medianSeconds));
        List<StrategyResult> rows = new ArrayList<>();
        Set<Warning> warnings = new LinkedHashSet<>(leftOut);
        for (ComparisonResult report : reports) {
            report.results()
                    .forEach(row ->
                            rows.add(best.map(other -> against(other, row)).orElse(row)));
            warnings.addAll(report.warnings());
        }
        if (reports.size() > 1) {
            warnings.add(new Warning(
                    "separate-processes",
                    "each BLAS ran in a process of its own, one after another",
                    "ratios between them have no interval; repeat the comparison to see how they vary"));
        }
        return new ComparisonResult(
                first.suite(),
                first.clock(),
                first.machine(),
                first.workload(),
                reports.stream().mapToInt(ComparisonResult::rounds).min().orElseThrow(),
                reports.stream().mapToInt(ComparisonResult::roundsTainted).sum(),
                rows,
                best.filter(row -> reports.stream().noneMatch(ComparisonResult::isBusy))
                        .map(row -> recommendation(row, kinds.get(indexOf(row, reports))))
                        .orElse(null),
                List.copyOf(warnings),
                reports.stream()
                        .map(ComparisonResult::busyShare)
                        .filter(Objects::nonNull)
                        .max(Double::compare)
                        .orElse(null),
                first.untilSettled());
    }

    private static int indexOf(StrategyResult row, List<ComparisonResult> reports) {
        return IntStream.range(0, reports.size())
                .filter(i -> reports.get(i).results().contains(row))
                .findFirst()
                .orElseThrow();
    }

    private static Recommendation recommendation(StrategyResult best, BlasSpec blas) {
        return new Recommendation(
                best.spec(),
                "with --blas " + blas + " it has the smallest median, " + Figures.seconds(best.medianSeconds()),
                Recommendation.Basis.QUIET);
    }

    private static StrategyResult against(StrategyResult best, StrategyResult row) {
        boolean sameRun = row.blas().equals(best.blas());
        return sameRun || row.medianSeconds() == null ? row : row.against(best.medianSeconds());
    }
}

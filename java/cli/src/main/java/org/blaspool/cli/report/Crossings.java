package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.measure.Interval;
import org.blaspool.measure.Statistics;

/** Finds where strategies change places. A size at which two cannot be told apart lies between, not on either side. */
final class Crossings {
    /** Medians that are nearer than this are no difference, where there are too few rounds for an interval. */
    private static final double NEAR = 1.03;

    private final List<CompareReport> comparisons;
    private final List<String> names;
    private final List<Crossing> found = new ArrayList<>();

    private Crossings(List<CompareReport> comparisons) {
        this.comparisons = comparisons;
        this.names = RowNames.of(comparisons.get(0).results());
    }

    static List<Crossing> of(List<CompareReport> comparisons) {
        Crossings crossings = new Crossings(comparisons);
        for (int first = 0; first < crossings.names.size(); first++) {
            for (int second = first + 1; second < crossings.names.size(); second++) {
                crossings.find(first, second);
            }
        }
        crossings.found.sort(Comparator.comparing((Crossing crossing) -> !crossing.leading())
                .thenComparingDouble(Crossing::estimate));
        return List.copyOf(crossings.found);
    }

    private void find(int first, int second) {
        int since = -1;
        int sign = 0;
        for (int i = 0; i < comparisons.size(); i++) {
            int now = sign(i, first, second);
            if (now == 0) {
                continue;
            }
            if (sign != 0 && now != sign) {
                found.add(crossing(since, i, now < 0 ? second : first, now < 0 ? first : second));
            }
            sign = now;
            since = i;
        }
    }

    private Row row(int size, int index) {
        List<Row> rows = comparisons.get(size).results();
        return index < rows.size() ? rows.get(index) : null;
    }

    /** -1 where the first is faster, 1 where the second is, 0 where that is open. */
    private int sign(int size, int first, int second) {
        Row one = row(size, first);
        Row other = row(size, second);
        if (!isComparable(one) || !isComparable(other)) {
            return 0;
        }
        if (!hasInterval(one, other)) {
            double ratio = one.medianSeconds() / other.medianSeconds();
            return ratio > NEAR ? 1 : ratio < 1 / NEAR ? -1 : 0;
        }
        Interval interval = Statistics.ratioInterval(
                        array(one),
                        array(other),
                        comparisons.get(size).workload().seed())
                .orElseThrow();
        return interval.low() > 1 ? 1 : interval.high() < 1 ? -1 : 0;
    }

    private static boolean isComparable(Row row) {
        return row != null && row.verified() && row.medianSeconds() != null;
    }

    /** Rounds pair where they were run together, which those of different BLAS are not. */
    private static boolean hasInterval(Row one, Row other) {
        return one.seconds().size() >= Statistics.FEWEST_ROUNDS
                && one.seconds().size() == other.seconds().size()
                && Objects.equals(one.blas(), other.blas());
    }

    private static double[] array(Row row) {
        return row.seconds().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private Crossing crossing(int before, int after, int smaller, int larger) {
        long from = comparisons.get(before).workload().n();
        long to = comparisons.get(after).workload().n();
        double logBefore = logRatio(before, smaller, larger);
        double logAfter = logRatio(after, smaller, larger);
        double share = logBefore / (logBefore - logAfter);
        double estimate = Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)));
        boolean leading = leads(before, smaller) && leads(after, larger);
        boolean sure = hasInterval(row(before, smaller), row(before, larger))
                && hasInterval(row(after, smaller), row(after, larger));
        return new Crossing(names.get(smaller), names.get(larger), from, to, estimate, leading, sure);
    }

    private double logRatio(int size, int smaller, int larger) {
        return Math.log(row(size, smaller).medianSeconds() / row(size, larger).medianSeconds());
    }

    private boolean leads(int size, int index) {
        return Leaders.leads(row(size, index));
    }
}

package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Statistics;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;

/**
 * Two strategies that change places between two values of what is swept.
 *
 * @param smaller the one that is faster at the smaller values
 * @param larger the one that is faster at the larger values
 * @param from the largest value at which {@code smaller} is surely faster
 * @param to the smallest value at which {@code larger} is
 * @param estimate where the two take the same time, by a straight line between logarithms of value and of ratio
 * @param leading whether one of them is among the fastest there: the answer to which way to take changes
 * @param sure whether intervals say so; false where there were too few rounds and medians had to do
 */
public record Crossing(
        String smaller, String larger, long from, long to, double estimate, boolean leading, boolean sure) {
    /** In one sentence. */
    public String sentence(SweepParameter parameter) {
        List<String> notes = new ArrayList<>();
        if (hasBetween()) {
            notes.add("they cross near " + Math.round(estimate));
        }
        if (!sure) {
            notes.add("by medians alone, too few rounds");
        }
        return smaller + " is faster up to " + parameter.value(from) + ", " + larger + " from " + to + " on"
                + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
    }

    /** Whether there are values between the two, of which the estimate is one. */
    public boolean hasBetween() {
        return to > from + 1;
    }

    /** Where they cross, for a table or the mark in a chart: {@code 141}, or {@code 1-2} where nothing is between. */
    public String place() {
        return hasBetween() ? Long.toString(Math.round(estimate)) : from + "-" + to;
    }

    /** Finds where strategies change places. A value at which two cannot be told apart lies between, not on either side. */
    record Crossings(List<String> names, List<Long> values, List<ComparisonResult> comparisons) {
        /** Medians that are nearer than this are no difference, where there are too few rounds for an interval. */
        private static final double NEAR = 1.03;

        /**
         * Those between all pairs of rows, the ones that change the answer first.
         *
         * @param names of the rows
         * @param values of what is swept, one a comparison
         */
        static List<Crossing> of(List<String> names, List<Long> values, List<ComparisonResult> comparisons) {
            Crossings crossings = new Crossings(names, values, comparisons);
            List<Crossing> found = new ArrayList<>();
            for (int first = 0; first < names.size(); first++) {
                for (int second = first + 1; second < names.size(); second++) {
                    crossings.find(first, second, found);
                }
            }
            found.sort(Comparator.comparing((Crossing crossing) -> !crossing.leading())
                    .thenComparingDouble(Crossing::estimate));
            return List.copyOf(found);
        }

        private void find(int first, int second, List<Crossing> found) {
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

        private StrategyResult row(int value, int index) {
            return comparisons.get(value).results().get(index);
        }

        /** -1 where the first is faster, 1 where the second is, 0 where that is open. */
        private int sign(int value, int first, int second) {
            StrategyResult one = row(value, first);
            StrategyResult other = row(value, second);
            if (!isComparable(one) || !isComparable(other)) {
                return 0;
            }
            if (!hasInterval(one, other)) {
                double ratio = one.medianSeconds() / other.medianSeconds();
                return ratio > NEAR ? 1 : ratio < 1 / NEAR ? -1 : 0;
            }
            Interval interval =
                    Statistics.ratioInterval(array(one), array(other)).orElseThrow();
            return interval.low() > 1 ? 1 : interval.high() < 1 ? -1 : 0;
        }

        private static boolean isComparable(StrategyResult row) {
            return row.verified() && row.medianSeconds() != null;
        }

        /** Rounds pair where they were run together, which those of different BLAS are not. */
        private static boolean hasInterval(StrategyResult one, StrategyResult other) {
            return one.seconds().size() >= Statistics.FEWEST_ROUNDS
                    && one.seconds().size() == other.seconds().size()
                    && Objects.equals(one.blas(), other.blas());
        }

        private static double[] array(StrategyResult row) {
            return row.seconds().stream().mapToDouble(Double::doubleValue).toArray();
        }

        private Crossing crossing(int before, int after, int smaller, int larger) {
            long from = values.get(before);
            long to = values.get(after);
            double logBefore = logRatio(before, smaller, larger);
            double logAfter = logRatio(after, smaller, larger);
            double share = logBefore / (logBefore - logAfter);
            double estimate = Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)));
            boolean leading = leads(before, smaller) && leads(after, larger);
            boolean sure = hasInterval(row(before, smaller), row(before, larger))
                    && hasInterval(row(after, smaller), row(after, larger));
            return new Crossing(names.get(smaller), names.get(larger), from, to, estimate, leading, sure);
        }

        private double logRatio(int value, int smaller, int larger) {
            return Math.log(
                    row(value, smaller).medianSeconds() / row(value, larger).medianSeconds());
        }

        private boolean leads(int value, int index) {
            return SweepReport.leads(row(value, index));
        }
    }
}

package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.ComparisonRow.MedianRound;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.Statistics.PairedBatches;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.usage.Usage;

/** Makes results of measured rows: medians, ratios to the best with their intervals, verdicts, a recommendation. */
final class Ranking {
    /** A simpler strategy is preferred as far as this above the best; a wide interval alone makes none as good. */
    private static final double NEAR = 1.03;

    /** A row that can be no slower than this is settled as no different: more rounds would tell of less than that. */
    private static final double ALIKE = 1.05;

    /** Chance of any wrong claim in a report. */
    private static final double ERROR = 0.05;

    /** Pools of equal workers differ by up to half a percent for as long as they live. */
    private static final double POOLS_APART = 1.005;

    /** What a row without rounds shows. */
    private static final Round NOTHING = new Round(0, new PhaseSeconds(0, 0, 0, 0, 0, 0, 0, 0), Usage.NONE, 0);

    private final ComparisonRequest request;
    private final MachineRecord machine;
    private final Function<StrategySpec, OptionalDouble> predictor;

    Ranking(ComparisonRequest request, MachineRecord machine, Function<StrategySpec, OptionalDouble> predictor) {
        this.request = request;
        this.machine = machine;
        this.predictor = predictor;
    }

    List<StrategyResult> rank(List<ComparisonRow> rows) {
        Standing standing = new Standing(rows);
        return rows.stream().map(row -> result(row, standing)).toList();
    }

    private static boolean isComparable(ComparisonRow row) {
        return !row.failed() && !row.rounds().isEmpty();
    }

    private static double[] seconds(ComparisonRow row) {
        return row.rounds().stream().mapToDouble(Round::seconds).toArray();
    }

    private StrategyResult result(ComparisonRow row, Standing standing) {
        double[] seconds = seconds(row);
        boolean any = seconds.length > 0;
        double median = any ? Statistics.median(seconds) : Double.NaN;
        Round typical = any ? MedianRound.of(row.rounds()) : NOTHING;
        double ratio = standing.best()
                .filter(best -> isComparable(row))
                .map(best -> ratio(row, best))
                .orElse(Double.NaN);
        Optional<Interval> interval = standing.interval(row);
        Double gflops = any ? request.workload().flop() / median / 1e9 : null;
        StrategySpec spec = resolved(row.spec(), row.effective());
        return new StrategyResult(
                spec,
                StrategyResult.Requested.of(row.spec()),
                row.effective().orElse(null),
                row.rounds().stream().map(Round::seconds).toList(),
                orNull(median),
                orNull(ratio),
                interval.orElse(null),
                verdict(row, standing.best(), interval),
                gflops,
                any ? 100 * gflops / machine.largerPeakGflops() : null,
                orNull(row.setupSeconds()),
                typical.phases(),
                typical.bytesMoved(),
                typical.usage().userNanos() / 1e9,
                typical.usage().systemNanos() / 1e9,
                typical.usage().pageFaults(),
                typical.usage().contextSwitches(),
                row.peakBytes(),
                StrategyResult.orNull(predictor.apply(spec)),
                isComparable(row),
                row.failure().orElse(null),
                machine.blas(),
                typical.counted()
                        .map(events -> StrategyResult.Counters.of(
                                events, typical.usage().userNanos() / 1e9))
                        .orElse(null),
                new StrategyResult.Samples(
                        row.invocations(),
                        row.batchSeconds().stream().map(List::copyOf).toList()));
    }

    private static Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /**
     * Marks the rows of which further rounds can tell nothing new, until another row turns out to be the best; true where that
     * is so of all.
     */
    boolean settle(List<ComparisonRow> rows) {
        Standing standing = new Standing(rows);
        boolean all = true;
        for (ComparisonRow row : rows) {
            Verdict verdict = verdict(row, standing.best(), standing.interval(row));
            row.settled(verdict == Verdict.SLOWER);
            all &= verdict != Verdict.TOO_FEW_ROUNDS;
        }
        return all;
    }

    private static double ratio(ComparisonRow row, ComparisonRow other) {
        return Statistics.median(seconds(row)) / Statistics.median(seconds(other));
    }

    /**
     * How rows stand to the fastest. Any that is not shown to be slower may be it, and be held against any other: the error is
     * shared by as many pairs, which are fewer with each row that is slower (S. Holm, A Simple Sequentially Rejective Multiple
     * Test Procedure, 1979: the first row that is wrongly called slower is called so while the true fastest ones, and with
     * them all of their pairs, are still counted).
     */
    private final class Standing {
        private final Optional<ComparisonRow> best;
        private double error;

        Standing(List<ComparisonRow> rows) {
            best = rows.stream()
                    .filter(Ranking::isComparable)
                    .min(Comparator.comparingDouble(row -> Statistics.median(seconds(row))));
            int before;
            int open = rows.size();
            do {
                before = open;
                error = ERROR / Math.max(1, open * (open - 1) / 2 + open * (rows.size() - open));
                open = (int) rows.stream().filter(row -> !isSlower(row)).count();
            } while (request.isOpen() && open < before);
        }

        private boolean isSlower(ComparisonRow row) {
            return verdict(row, best, interval(row)) == Verdict.SLOWER;
        }

        /** The one with the smallest median. */
        Optional<ComparisonRow> best() {
            return best;
        }

        /** The ratio to it. The rounds' ratios are not the medians' ratio: where it lies beyond them the interval is wider. */
        Optional<Interval> interval(ComparisonRow row) {
            if (best.isEmpty() || !isComparable(row)) {
                return Optional.empty();
            }
            ComparisonRow fastest = best.get();
            if (row == fastest) {
                boolean enough = request.isOpen()
                        ? RatioSequence.isEnough(pairs(row), error)
                        : row.rounds().size() >= Statistics.FEWEST_ROUNDS;
                return enough ? Optional.of(new Interval(1, 1)) : Optional.empty();
            }
            double[] ratios = ratios(row, fastest);
            Optional<Interval> interval =
                    request.isOpen() ? RatioSequence.interval(ratios, error) : Statistics.ratioInterval(ratios);
            boolean pools =
                    row.spec().kind().usesProcesses() || fastest.spec().kind().usesProcesses();
            double apart = pools ? POOLS_APART : 1;
            return interval.map(
                    each -> new Interval(each.low() / apart, each.high() * apart).with(ratio(row, fastest)));
        }
    }

    /** Of the rounds that both were in. Batches that took turns were each run in an order of their own; others only rounds were. */
    private double[] ratios(ComparisonRow row, ComparisonRow other) {
        List<List<Double>> ours = new ArrayList<>();
        List<List<Double>> theirs = new ArrayList<>();
        for (int i = 0; i < row.roundNumbers().size(); i++) {
            int same = other.roundNumbers().indexOf(row.roundNumbers().get(i));
            if (same >= 0) {
                ours.add(row.batchSeconds().get(i));
                theirs.add(other.batchSeconds().get(same));
            }
        }
        return request.isOpen() && request.residency() == ComparisonRequest.Residency.TOGETHER
                ? PairedBatches.single(ours, theirs)
                : PairedBatches.ratios(ours, theirs);
    }

    private static int pairs(ComparisonRow row) {
        return row.batchSeconds().stream().mapToInt(List::size).sum();
    }

    private Verdict verdict(ComparisonRow row, Optional<ComparisonRow> best, Optional<Interval> interval) {
        if (best.isEmpty() || !isComparable(row)) {
            return Verdict.FAILED;
        }
        if (interval.isEmpty()) {
            return Verdict.TOO_FEW_ROUNDS;
        }
        if (row == best.get()) {
            return Verdict.BEST;
        }
        if (interval.get().low() > 1) {
            return Verdict.SLOWER;
        }
        // Where more rounds could have been run, one that may still be slower is not settled.
        boolean open = request.isOpen() && interval.get().high() > ALIKE;
        return open ? Verdict.TOO_FEW_ROUNDS : Verdict.NO_DIFFERENCE;
    }

    /** The spec with the workers and BLAS threads that there really were, where it leaves them open. */
    static StrategySpec resolved(StrategySpec spec, Optional<Effective> effective) {
        if (effective.isEmpty()) {
            return spec;
        }
        StrategySpec resolved = spec;
        if (spec.kind().hasWorkers() && spec.workers().isEmpty()) {
            resolved = resolved.withWorkers(effective.get().workers());
        }
        int threads = effective.get().blasThreads().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        if (spec.kind() != StrategyKind.SEQUENTIAL && spec.blasThreads().isEmpty() && threads >= 1) {
            resolved = resolved.withBlasThreads(threads);
        }
        return resolved;
    }

    /** How many rounds, over all rows, were faster than the machine can be. */
    int tooFast(List<StrategyResult> results) {
        double fastest = request.workload().flop() / (TaintedRounds.TAINTED_SHARE * machine.largerPeakGflops() * 1e9);
        return (int) results.stream()
                .flatMap(result -> result.seconds().stream())
                .filter(seconds -> seconds < fastest)
                .count();
    }

    /**
     * The simplest of the strategies that are no slower than the best: fewer moving parts, then less memory. On a busy machine
     * the one that is predicted to be the fastest of a quiet one, and nothing where that cannot be told.
     */
    Optional<Recommendation> recommend(List<StrategyResult> results, boolean busy) {
        List<StrategyResult> verified =
                results.stream().filter(StrategyResult::verified).toList();
        Optional<StrategyResult> best =
                verified.stream().min(Comparator.comparingDouble(StrategyResult::medianSeconds));
        if (busy) {
            return verified.stream().allMatch(row -> row.predictedSeconds() != null)
                    ? best.map(fastest -> whenQuiet(fastest, verified))
                    : Optional.empty();
        }
        return best.map(fastest -> {
            StrategyResult chosen = results.stream()
                    .filter(result -> result == fastest || mayBeAsFast(result))
                    .min(Comparator.<StrategyResult>comparingInt(
                                    result -> result.spec().kind().ordinal())
                            .thenComparingLong(StrategyResult::peakRssBytes))
                    .orElseThrow();
            return new Recommendation(
                    chosen.spec(),
                    chosen == fastest ? whyFastest(fastest, results) : whySimplest(chosen, fastest),
                    Recommendation.Basis.QUIET);
        });
    }

    /** Near the best, and not shown to be slower: also where there was no time to show either. */
    private boolean mayBeAsFast(StrategyResult result) {
        boolean open = result.verdict() == Verdict.NO_DIFFERENCE
                || (request.isOpen() && result.verdict() == Verdict.TOO_FEW_ROUNDS);
        return open && result.ratioToBest() <= NEAR;
    }

    private static Recommendation whenQuiet(StrategyResult fastest, List<StrategyResult> verified) {
        double least = verified.stream()
                .mapToDouble(row -> row.predictedSeconds())
                .min()
                .orElseThrow();
        // Of those that are predicted alike the one that is the fastest now, else the simplest.
        StrategyResult chosen = verified.stream()
                .filter(row -> row.predictedSeconds() <= NEAR * least)
                .min(Comparator.<StrategyResult>comparingInt(row -> row == fastest ? 0 : 1)
                        .thenComparingInt(row -> row.spec().kind().ordinal()))
                .orElseThrow();
        String now = "on this machine as busy as it is now " + fastest.spec() + " came out fastest";
        return chosen == fastest
                ? new Recommendation(
                        chosen.spec(),
                        now + ", and by samples of when it was quiet nothing was faster then",
                        Recommendation.Basis.BUSY)
                : new Recommendation(
                        chosen.spec(),
                        now + "; when it was quiet this one took " + time(chosen.predictedSeconds())
                                + ", and nothing was faster",
                        Recommendation.Basis.PREDICTED);
    }

    private static String whyFastest(StrategyResult fastest, List<StrategyResult> results) {
        String text = format(
                "the fastest: %s a round, %.1f %% of the FMA peak",
                time(fastest.medianSeconds()), fastest.percentOfPeak());
        Optional<StrategyResult> next = results.stream()
                .filter(result -> result != fastest && result.verified())
                .min(Comparator.comparingDouble(StrategyResult::medianSeconds));
        return text
                + next.map(second -> format(
                                "; next is %s with %.3f times its time%s",
                                second.spec(),
                                second.ratioToBest(),
                                second.verdict() == Verdict.SLOWER ? "" : ", which may be chance"))
                        .orElse("");
    }

    private static String whySimplest(StrategyResult chosen, StrategyResult fastest) {
        Interval ends = chosen.ratioCi95();
        String interval = ends == null ? "" : format(", 95 %% interval %.3f to %.3f", ends.low(), ends.high());
        return format(
                "%s %s, the fastest in this run (%.3f times its time%s), and simpler",
                chosen.verdict() == Verdict.NO_DIFFERENCE ? "no slower than" : "not shown to be slower than",
                fastest.spec(),
                chosen.ratioToBest(),
                interval);
    }

    private static String time(double seconds) {
        if (seconds < 1e-3) {
            return format("%.1f us", 1e6 * seconds);
        }
        return seconds < 1 ? format("%.1f ms", 1e3 * seconds) : format("%.2f s", seconds);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package org.blaspool.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
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
        Optional<ComparisonRow> best = rows.stream()
                .filter(Ranking::isComparable)
                .min(Comparator.comparingDouble(row -> Statistics.median(seconds(row))));
        return rows.stream().map(row -> result(row, best)).toList();
    }

    private static boolean isComparable(ComparisonRow row) {
        return !row.failed() && !row.rounds().isEmpty();
    }

    private static double[] seconds(ComparisonRow row) {
        return row.rounds().stream().mapToDouble(Round::seconds).toArray();
    }

    private StrategyResult result(ComparisonRow row, Optional<ComparisonRow> best) {
        double[] seconds = seconds(row);
        boolean any = seconds.length > 0;
        double median = any ? Statistics.median(seconds) : Double.NaN;
        Round typical = any ? MedianRound.of(row.rounds()) : NOTHING;
        double ratio =
                best.isPresent() && isComparable(row) ? median / Statistics.median(seconds(best.get())) : Double.NaN;
        Optional<Interval> interval = interval(row, best, ratio);
        double gflops = request.workload().flop() / median / 1e9;
        StrategySpec spec = resolved(row.spec(), row.effective());
        return new StrategyResult(
                spec,
                row.spec(),
                row.effective(),
                row.rounds().stream().map(Round::seconds).toList(),
                median,
                ratio,
                interval,
                verdict(row, best, interval),
                gflops,
                100 * gflops / machine.largerPeakGflops(),
                row.setupSeconds(),
                typical.phases(),
                typical.bytesMoved(),
                typical.usage().userNanos() / 1e9,
                typical.usage().systemNanos() / 1e9,
                typical.usage().pageFaults(),
                typical.usage().contextSwitches(),
                row.peakBytes(),
                predictor.apply(spec),
                isComparable(row),
                row.failure(),
                typical.counted(),
                row.batchSeconds(),
                row.invocations());
    }

    /** The rounds' ratios are not the medians' ratio: where it lies beyond them the interval is wider, for a surer no. */
    private static Optional<Interval> interval(ComparisonRow row, Optional<ComparisonRow> best, double ratio) {
        if (best.isEmpty() || !isComparable(row)) {
            return Optional.empty();
        }
        double[] ratios = PairedBatches.ratios(row.batchSeconds(), best.get().batchSeconds());
        return Statistics.ratioInterval(ratios).map(interval -> interval.with(ratio));
    }

    private static Verdict verdict(ComparisonRow row, Optional<ComparisonRow> best, Optional<Interval> interval) {
        if (best.isEmpty() || !isComparable(row)) {
            return Verdict.FAILED;
        }
        if (interval.isEmpty()) {
            return Verdict.TOO_FEW_ROUNDS;
        }
        if (row == best.get()) {
            return Verdict.BEST;
        }
        return interval.get().low() > 1 ? Verdict.SLOWER : Verdict.NO_DIFFERENCE;
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

    /** The simplest of the strategies that are no slower than the best: fewer moving parts, then less memory. */
    Optional<Recommendation> recommend(List<StrategyResult> results) {
        Optional<StrategyResult> best = results.stream()
                .filter(StrategyResult::verified)
                .min(Comparator.comparingDouble(StrategyResult::medianSeconds));
        return best.map(fastest -> {
            StrategyResult chosen = results.stream()
                    .filter(result -> result == fastest
                            || (result.verdict() == Verdict.NO_DIFFERENCE && result.ratioToBest() <= NEAR))
                    .min(Comparator.<StrategyResult>comparingInt(
                                    result -> result.spec().kind().ordinal())
                            .thenComparingLong(StrategyResult::peakRssBytes))
                    .orElseThrow();
            return new Recommendation(
                    chosen.spec(), chosen == fastest ? whyFastest(fastest, results) : whySimplest(chosen, fastest));
        });
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
        Interval interval = chosen.ratioCi95().orElseThrow();
        return format(
                "no slower than %s, the fastest in this run (%.3f times its time, 95 %% interval %.3f to %.3f), and simpler",
                fastest.spec(), chosen.ratioToBest(), interval.low(), interval.high());
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

package org.blaspool.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.measure.Warning;
import org.blaspool.measure.Workload;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.usage.Computed;

/** Reports with known figures, and the golden files. */
public final class Reports {
    static final BlasRecord OPENBLAS =
            new BlasRecord("openblas", "/cache/libopenblas.so.0", "0.3.31", "Cooperlake", "pthreads", 64);
    static final MachineRecord MACHINE = new MachineRecord(
            2,
            2,
            1,
            "A CPU with 2 cores",
            "2 CPUs: affinity 0-1; cgroup none; slurm none",
            117.2,
            117.0,
            11.0,
            "17.0.15",
            "Linux 6.1 amd64",
            OPENBLAS);

    static final String HOSTILE = "</script><script>alert(1)</script>";

    private Reports() {}

    /** Three rows: the best, a slower one, one that failed. */
    public static ComparisonResult comparison() {
        StrategyResult threads = new StrategyResult(
                StrategySpec.parse("threads:workers=2:blas-threads=1"),
                new StrategyResult.Requested(null, null, null, null, "auto"),
                new Effective(
                        2, List.of(1, 1), List.of("0-1", "0-1"), "huge", new Computed.Shares(0.2496, 0.7499, 0.0005)),
                List.of(0.372, 0.371, 0.373, 0.372, 0.374, 0.372),
                0.372,
                1.0,
                new Interval(1.0, 1.0),
                Verdict.BEST,
                107.5,
                91.7,
                0.001,
                new PhaseSeconds(0, 0, 0, 0, 0.004, 0.368, 0, 0),
                0,
                0.74,
                0.0,
                12,
                34,
                524_288_000L,
                0.37,
                true,
                null,
                OPENBLAS,
                null,
                null);
        StrategyResult serialized = new StrategyResult(
                StrategySpec.parse("processes-serialized:workers=2:blas-threads=1:chunk-size=5:codec=java"),
                new StrategyResult.Requested(2, 1, 5L, "java", "compact"),
                new Effective(2, List.of(1, 1), List.of("0", "1"), "mixed", null),
                List.of(0.600, 0.602, 0.601, 0.603, 0.604, 0.602),
                0.602,
                1.618,
                new Interval(1.60, 1.64),
                Verdict.SLOWER,
                66.4,
                56.7,
                0.31,
                new PhaseSeconds(0, 0.1, 0.02, 0.08, 0.002, 0.37, 0.03, 0),
                480_000_000L,
                1.1,
                0.09,
                123_456,
                2_345,
                734_003_200L,
                null,
                true,
                null,
                OPENBLAS,
                null,
                null);
        StrategyResult failed = new StrategyResult(
                StrategySpec.parse("independent"),
                new StrategyResult.Requested(null, null, null, null, "auto"),
                null,
                List.of(),
                null,
                null,
                null,
                Verdict.FAILED,
                null,
                null,
                null,
                new PhaseSeconds(0, 0, 0, 0, 0, 0, 0, 0),
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                false,
                "no space left on device",
                OPENBLAS,
                null,
                null);
        return new ComparisonResult(
                "custom",
                Clock.WARM,
                MACHINE,
                new Workload(1000, 1000, 1000, 20, Fill.RANDOM, 42),
                6,
                0,
                List.of(threads, serialized, failed),
                new Recommendation(
                        StrategySpec.parse("threads:workers=2:blas-threads=1"),
                        "the fastest in this run",
                        Recommendation.Basis.QUIET),
                List.of(
                        new Warning("unverified", "results of independent are not verified", "do not use them"),
                        new Warning("outliers", "1 round of a is far off", "take more rounds (--rounds)"),
                        new Warning("outliers", "2 rounds of b are far off", "take more rounds (--rounds)")),
                null,
                null);
    }

    /** {@link #comparison} by somebody who would have a page run what he wrote. */
    static ComparisonResult hostile() {
        ComparisonResult like = comparison();
        return new ComparisonResult(
                HOSTILE,
                like.clock(),
                like.machine(),
                like.workload(),
                like.rounds(),
                like.roundsTainted(),
                like.results(),
                like.recommendation(),
                List.of(new Warning("a\"b", "<img src=x>", "&amp;")),
                null,
                null);
    }

    /** Two sizes; threads is faster at 100, processes-serialized at 200. */
    public static SweepReport sweep() {
        return SweepReport.of(SweepParameter.SIZE, List.of(100L, 200L), List.of(at(100, 1.0, 2.0), at(200, 1.5, 1.0)));
    }

    /** Small products; threads is faster up to 1000 pairs, processes-serialized at 100000. */
    public static SweepReport sweepOfPairs() {
        return SweepReport.of(
                SweepParameter.PAIRS,
                List.of(10L, 1000L, 100_000L),
                List.of(at(32, 10, 1e-4, 2e-3), at(32, 1000, 2e-3, 4e-3), at(32, 100_000, 0.3, 0.2)));
    }

    /** One batch; threads is faster with 1 worker, processes-serialized with 2, which is the least time of all. */
    public static SweepReport sweepOfWorkers() {
        return SweepReport.of(
                SweepParameter.WORKERS,
                List.of(1L, 2L, 4L),
                List.of(at(1000, 20, 2.0, 2.5), at(1000, 20, 1.5, 1.0), at(1000, 20, 1.6, 1.1)));
    }

    private static ComparisonResult at(long size, double threads, double serialized) {
        return at(size, 20, threads, serialized);
    }

    private static ComparisonResult at(long size, int pairs, double threads, double serialized) {
        ComparisonResult like = comparison();
        double best = Math.min(threads, serialized);
        return new ComparisonResult(
                "custom",
                Clock.WARM,
                MACHINE,
                new Workload(size, size, size, pairs, Fill.RANDOM, 42),
                6,
                0,
                List.of(
                        timed(like.results().get(0), threads, best),
                        timed(like.results().get(1), serialized, best)),
                null,
                List.of(new Warning("outliers", "1 round is far off", "take more rounds (--rounds)")),
                null,
                null);
    }

    private static StrategyResult timed(StrategyResult like, double seconds, double best) {
        double ratio = seconds / best;
        return new StrategyResult(
                like.spec(),
                like.requested(),
                like.effective(),
                List.of(seconds, seconds * 1.01, seconds, seconds * 0.99, seconds, seconds),
                seconds,
                ratio,
                new Interval(ratio * 0.99, ratio * 1.01),
                ratio == 1 ? Verdict.BEST : Verdict.SLOWER,
                40 / seconds,
                100 * 40 / seconds / 117.2,
                0.1,
                like.phaseSeconds(),
                0,
                0,
                0,
                0,
                0,
                like.peakRssBytes(),
                null,
                true,
                null,
                OPENBLAS,
                null,
                null);
    }

    /** The rows of {@link #comparison}, and the same with another BLAS. */
    static ComparisonResult comparisonOfTwoBlas() {
        ComparisonResult one = comparison();
        BlasRecord jblas = new BlasRecord("jblas", "org.jblas.NativeBlas", "1.2.5", "", "sequential", 1);
        List<StrategyResult> rows = new ArrayList<>(one.results());
        one.results().forEach(row -> rows.add(withBlas(row, jblas)));
        return new ComparisonResult(
                one.suite(),
                one.clock(),
                one.machine(),
                one.workload(),
                one.rounds(),
                one.roundsTainted(),
                rows,
                one.recommendation(),
                one.warnings(),
                null,
                null);
    }

    /** The rows of {@link #comparison} with what the hardware counted; of the second without TLB misses. */
    static ComparisonResult comparisonWithCounters() {
        ComparisonResult one = comparison();
        StrategyResult.Counters whole =
                new StrategyResult.Counters(9_876_543_210L, 4_000_000_000L, 2.469, 3.012, 12_345_678L, 1_234L);
        StrategyResult.Counters part = new StrategyResult.Counters(7L, 4_000L, 0.00175, null, 99_960L, null);
        List<StrategyResult> rows = List.of(
                with(one.results().get(0), OPENBLAS, whole),
                with(one.results().get(1), OPENBLAS, part),
                one.results().get(2));
        return new ComparisonResult(
                one.suite(),
                one.clock(),
                one.machine(),
                one.workload(),
                one.rounds(),
                one.roundsTainted(),
                rows,
                one.recommendation(),
                one.warnings(),
                null,
                null);
    }

    static StrategyResult withBlas(StrategyResult row, BlasRecord blas) {
        return with(row, blas, row.counters());
    }

    private static StrategyResult with(StrategyResult row, BlasRecord blas, StrategyResult.Counters counters) {
        return new StrategyResult(
                row.spec(),
                row.requested(),
                row.effective(),
                row.seconds(),
                row.medianSeconds(),
                row.ratioToBest(),
                row.ratioCi95(),
                row.verdict(),
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
                blas,
                counters,
                row.samples());
    }

    static String golden(String name) throws IOException {
        try (InputStream in = Reports.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

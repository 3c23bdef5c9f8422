package org.blaspool.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.cli.report.CompareReport.KernelShares;
import org.blaspool.cli.report.CompareReport.Phases;
import org.blaspool.cli.report.CompareReport.Recommendation;
import org.blaspool.cli.report.CompareReport.Requested;
import org.blaspool.cli.report.CompareReport.Row;

/** Reports with known figures, and the golden files. */
public final class Reports {
    static final BlasReport OPENBLAS =
            new BlasReport("openblas", "/cache/libopenblas.so.0", "0.3.31", "Cooperlake", "pthreads", 64);
    static final MachineReport MACHINE = new MachineReport(
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

    private Reports() {}

    /** Three rows: the best, a slower one, one that failed. */
    public static CompareReport comparison() {
        Row threads = new Row(
                "threads",
                "threads:workers=2:blas-threads=1",
                new Requested(null, null, null, null, "auto"),
                new EffectiveReport(
                        2, List.of(1, 1), List.of("0-1", "0-1"), "huge", new KernelShares(0.2496, 0.7499, 0.0005)),
                List.of(0.372, 0.371, 0.373, 0.372, 0.374, 0.372),
                0.372,
                1.0,
                List.of(1.0, 1.0),
                "best",
                107.5,
                91.7,
                0.001,
                new Phases(0, 0, 0, 0, 0.004, 0.368, 0, 0),
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
        Row serialized = new Row(
                "processes-serialized",
                "processes-serialized:workers=2:blas-threads=1:chunk-size=5:codec=java",
                new Requested(2, 1, 5L, "java", "compact"),
                new EffectiveReport(2, List.of(1, 1), List.of("0", "1"), "mixed", null),
                List.of(0.600, 0.602, 0.601, 0.603, 0.604, 0.602),
                0.602,
                1.618,
                List.of(1.60, 1.64),
                "slower",
                66.4,
                56.7,
                0.31,
                new Phases(0, 0.1, 0.02, 0.08, 0.002, 0.37, 0.03, 0),
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
        Row failed = new Row(
                "independent",
                "independent",
                new Requested(null, null, null, null, "auto"),
                null,
                List.of(),
                null,
                null,
                null,
                "failed",
                null,
                null,
                null,
                new Phases(0, 0, 0, 0, 0, 0, 0, 0),
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
        return new CompareReport(
                CompareReport.SCHEMA,
                "custom",
                "warm",
                MACHINE,
                new WorkloadReport(1000, 1000, 1000, 20, "random", 42, 4e10),
                6,
                0,
                List.of(threads, serialized, failed),
                new Recommendation("threads:workers=2:blas-threads=1", "the fastest in this run", "quiet"),
                List.of(
                        new WarningReport("unverified", "results of independent are not verified", "do not use them"),
                        new WarningReport("outliers", "1 round of a is far off", "take more rounds (--rounds)"),
                        new WarningReport("outliers", "2 rounds of b are far off", "take more rounds (--rounds)")),
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

    private static CompareReport at(long size, double threads, double serialized) {
        return at(size, 20, threads, serialized);
    }

    private static CompareReport at(long size, int pairs, double threads, double serialized) {
        CompareReport like = comparison();
        double best = Math.min(threads, serialized);
        return new CompareReport(
                CompareReport.SCHEMA,
                "custom",
                "warm",
                MACHINE,
                new WorkloadReport(size, size, size, pairs, "random", 42, 4e10),
                6,
                0,
                List.of(
                        timed(like.results().get(0), threads, best),
                        timed(like.results().get(1), serialized, best)),
                null,
                List.of(new WarningReport("outliers", "1 round is far off", "take more rounds (--rounds)")),
                null,
                null);
    }

    private static Row timed(Row like, double seconds, double best) {
        double ratio = seconds / best;
        return new Row(
                like.strategy(),
                like.spec(),
                like.requested(),
                like.effective(),
                List.of(seconds, seconds * 1.01, seconds, seconds * 0.99, seconds, seconds),
                seconds,
                ratio,
                List.of(ratio * 0.99, ratio * 1.01),
                ratio == 1 ? "best" : "slower",
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
    static CompareReport comparisonOfTwoBlas() {
        CompareReport one = comparison();
        BlasReport jblas = new BlasReport("jblas", "org.jblas.NativeBlas", "1.2.5", "", "sequential", 1);
        List<Row> rows = new ArrayList<>(one.results());
        one.results().forEach(row -> rows.add(withBlas(row, jblas)));
        return new CompareReport(
                one.schema(),
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
    static CompareReport comparisonWithCounters() {
        CompareReport one = comparison();
        CompareReport.Counters whole =
                new CompareReport.Counters(9_876_543_210L, 4_000_000_000L, 2.469, 3.012, 12_345_678L, 1_234L);
        CompareReport.Counters part = new CompareReport.Counters(7L, 4_000L, 0.00175, null, 99_960L, null);
        List<Row> rows = List.of(
                with(one.results().get(0), OPENBLAS, whole),
                with(one.results().get(1), OPENBLAS, part),
                one.results().get(2));
        return new CompareReport(
                one.schema(),
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

    static Row withBlas(Row row, BlasReport blas) {
        return with(row, blas, row.counters());
    }

    private static Row with(Row row, BlasReport blas, CompareReport.Counters counters) {
        return new Row(
                row.strategy(),
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

package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.blaspool.cli.report.TextPage.TextTable;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.measure.Warning;
import org.blaspool.measure.Workload;
import org.blaspool.memory.ByteSize;
import org.blaspool.strategy.PhaseSeconds;

/** A comparison as text of 80 columns: times, where they went, what was used, what was effective, what to do. */
public final class CompareText extends TextPage {
    private static final int MOST_WARNINGS = 3;
    private static final int SHOWN_PHASES = 3;

    private final ComparisonResult report;

    private CompareText(ComparisonResult report, Style style) {
        super(style);
        this.report = report;
    }

    /** In a screen: times and verdicts, a line a row of where its time went, warnings, what to take; or all of it. */
    public static String of(ComparisonResult report, Style style, boolean details) {
        CompareText text = new CompareText(report, style);
        text.title();
        if (details) {
            text.machine();
            text.times(true);
            text.faint("W workers x T BLAS threads, /chunk size; ratio to the best and its 95 % CI");
            text.phases();
            text.use();
            text.counters();
            text.effective();
            text.kernels();
            text.warnings();
        } else {
            text.times(false);
            text.line("");
            report.results().forEach(text::whereTimeWent);
            text.shortWarnings();
        }
        text.recommendation();
        return text.toString();
    }

    /** All of it. */
    public static String of(ComparisonResult report, Style style) {
        return of(report, style, true);
    }

    /** What is known before the last round. */
    public static String soFar(ComparisonResult report, Style style) {
        CompareText text = new CompareText(report, style);
        text.title();
        text.times(false);
        text.line(style.faint("so far, until every verdict is settled or time is over; Ctrl-C ends it here"));
        return text.toString();
    }

    private void title() {
        Workload work = report.workload();
        heading(work.pairs() + " products of " + matrices(work) + ", " + Figures.flop(work.flop()) + " in all; "
                + counted(report.rounds(), "round") + ", " + report.clock() + " clock");
        if (report.isBusy()) {
            line(style.warning("on this machine as busy as it is now: others had "
                    + Figures.fixed(100 * report.busyShare(), 0) + " % of the CPUs"));
        }
    }

    /** What is multiplied: {@code 32x32 matrices}, {@code 10x20 by 20x30 matrices}. */
    static String matrices(Workload work) {
        return (work.m() == work.k() && work.k() == work.n()
                        ? work.n() + "x" + work.n()
                        : work.m() + "x" + work.k() + " by " + work.k() + "x" + work.n())
                + " matrices";
    }

    private record Column(String heading, Function<StrategyResult, String> cell) {}

    private static TextTable table(List<StrategyResult> rows, List<Column> columns) {
        TextTable table = new TextTable(columns.stream().map(Column::heading).toArray(String[]::new));
        for (StrategyResult row : rows) {
            table.row(columns.stream().map(column -> column.cell().apply(row)).toArray(String[]::new));
        }
        return table;
    }

    private void times(boolean details) {
        boolean predicted = !details && report.results().stream().anyMatch(row -> row.predictedSeconds() != null);
        List<Column> columns = new ArrayList<>(List.of(
                new Column("strategy", CompareText::name),
                new Column("WxT", RowNames::layout),
                new Column("median", row -> Figures.secondsOrDash(row.medianSeconds())),
                new Column("ratio", CompareText::ratio),
                new Column("verdict", this::verdict),
                predicted
                        ? new Column("predicted", row -> Figures.secondsOrDash(row.predictedSeconds()))
                        : new Column("GFLOP/s", row -> Figures.fixedOrDash(row.gflops(), 1))));
        if (details) {
            columns.add(new Column(
                    "peak",
                    row -> row.percentOfPeak() == null ? Figures.NONE : Figures.fixed(row.percentOfPeak(), 0) + " %"));
        }
        print(table(report.results(), columns), report.results());
    }

    private String verdict(StrategyResult row) {
        return !row.verified() && row.failure() == null
                ? "NOT VERIFIED"
                : row.verdict() + (report.isBusy() && row.verdict() == Verdict.SLOWER ? " now" : "");
    }

    /** The three longest phases, as far as they take a hundredth of the time. */
    private void whereTimeWent(StrategyResult row) {
        PhaseSeconds phases = row.phaseSeconds();
        double all = phases.total();
        if (all <= 0) {
            return;
        }
        String parts = Arrays.stream(Phase.values())
                .filter(phase -> phase.of(phases) >= all / 100)
                .sorted(Comparator.comparingDouble((Phase phase) -> -phase.of(phases)))
                .limit(SHOWN_PHASES)
                .map(phase -> Figures.fixed(100 * phase.of(phases) / all, 0) + " % " + phase)
                .collect(Collectors.joining(", "));
        line(String.format(Locale.ROOT, "%-26s  %s", name(row), parts));
    }

    /** What was seen, in a line or two each, and not what to do about it. */
    private void shortWarnings() {
        List<List<Warning>> alike = alike();
        alike.stream().limit(MOST_WARNINGS).forEach(each -> warning(each, false));
        if (alike.size() > MOST_WARNINGS) {
            line(style.warning("and " + counted(alike.size() - MOST_WARNINGS, "other warning") + ", with --details"));
        }
    }

    private void machine() {
        MachineRecord machine = report.machine();
        faint(machine.cpuModel() + "; FMA peak " + Figures.fixedOrDash(machine.largerPeakGflops(), 1)
                + " GFLOP/s, copies " + Figures.fixedOrDash(machine.memcpyGbPerS(), 1) + " GB/s");
        faint(machine.allotment());
        for (BlasRecord blas : libraries()) {
            wrap(blas.describe() + ": " + blas.path(), "  ").forEach(this::faint);
        }
        if (report.clock() == Clock.COLD) {
            line("Cold clock: from the first allocation to the last result, workers' start included.");
        }
    }

    private List<BlasRecord> libraries() {
        List<BlasRecord> libraries = new ArrayList<>(List.of(report.machine().blas()));
        report.results().stream()
                .map(StrategyResult::blas)
                .filter(blas -> blas != null && !libraries.contains(blas))
                .forEach(libraries::add);
        return libraries;
    }

    /** With its interval, which need not be even about it. */
    private static String ratio(StrategyResult row) {
        Interval bounds = row.ratioCi95();
        return row.ratioToBest() == null
                ? Figures.NONE
                : bounds == null || row.verdict() == Verdict.BEST
                        ? times(row.ratioToBest())
                        : times(row.ratioToBest()) + " (" + times(bounds.low()) + "-" + times(bounds.high()) + ")";
    }

    private static String times(double ratio) {
        return Figures.fixed(ratio, ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0);
    }

    private void phases() {
        List<Column> columns = new ArrayList<>(List.of(new Column("% of the time in", CompareText::name)));
        for (Phase phase : Phase.values()) {
            String heading =
                    phase.toString().replaceFirst("^serialize$", "serial.").replaceFirst("^deserialize$", "deser.");
            columns.add(new Column(
                    heading,
                    row -> share(
                            phase.of(row.phaseSeconds()), row.phaseSeconds().total())));
        }
        print(report.results(), columns);
    }

    private static String share(double part, double all) {
        return part <= 0 || all <= 0 ? Figures.NONE : Figures.fixed(100 * part / all, 1);
    }

    private void use() {
        List<Column> columns = List.of(
                new Column("set-up and use", CompareText::name),
                new Column(
                        "set-up",
                        row -> row.setupSeconds() == null || row.setupSeconds() == 0
                                ? Figures.NONE
                                : Figures.seconds(row.setupSeconds())),
                new Column("memory", row -> bytes(row.peakRssBytes())),
                new Column("moved", row -> bytes(row.bytesMoved())),
                new Column("user", row -> Figures.fixed(row.cpuUserSeconds(), 2)),
                new Column("sys", row -> Figures.fixed(row.cpuSystemSeconds(), 2)),
                new Column("faults", row -> Figures.count(row.pageFaults())),
                new Column("switches", row -> Figures.count(row.contextSwitches())));
        print(report.results(), columns);
        faint("memory: shared pages once; user, sys: CPU seconds of the median round");
    }

    private static String bytes(long bytes) {
        return bytes > 0 ? ByteSize.format(bytes) : Figures.NONE;
    }

    private void counters() {
        List<StrategyResult> rows =
                report.results().stream().filter(row -> row.counters() != null).toList();
        if (rows.isEmpty()) {
            return;
        }
        List<Column> columns = List.of(
                new Column("counted", CompareText::name),
                new Column(
                        "instr.", row -> Figures.magnitudeOrDash(row.counters().instructions())),
                new Column(
                        "cycles", row -> Figures.magnitudeOrDash(row.counters().cycles())),
                new Column("IPC", row -> Figures.fixedOrDash(row.counters().instructionsPerCycle(), 2)),
                new Column("GHz", row -> Figures.fixedOrDash(row.counters().ghz(), 2)),
                new Column(
                        "LLC misses",
                        row -> Figures.magnitudeOrDash(row.counters().llcMisses())),
                new Column(
                        "dTLB misses",
                        row -> Figures.magnitudeOrDash(row.counters().dtlbLoadMisses())));
        print(rows, columns);
        faint("in user mode, of all our processes, in the median round");
    }

    /** Alike for most rows: told once for those of which it is the same. */
    private void kernels() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (StrategyResult row : report.results()) {
            if (row.effective() != null && row.effective().kernels() != null) {
                rows.computeIfAbsent(row.effective().kernels().toString(), shares -> new ArrayList<>())
                        .add(name(row));
            }
        }
        rows.forEach((shares, names) -> wrap(
                        "computed by " + shares + (rows.size() == 1 ? "" : ": " + String.join(", ", names)), "  ")
                .forEach(this::faint));
    }

    private void effective() {
        List<StrategyResult> rows =
                report.results().stream().filter(row -> row.effective() != null).toList();
        List<Column> columns = List.of(
                new Column("effective", CompareText::name),
                new Column("BLAS threads", row -> joined(row.effective().blasThreads())),
                new Column("CPUs", row -> joined(row.effective().cpus())),
                new Column("pages", row -> row.effective().pages()),
                new Column("predicted", row -> Figures.secondsOrDash(row.predictedSeconds())));
        print(rows, columns);
    }

    /** A value a worker; said once where all have the same, and no more than fits. */
    private static String joined(List<?> values) {
        Set<String> distinct = new TreeSet<>();
        values.forEach(value -> distinct.add(String.valueOf(value)));
        if (values.size() > 1 && distinct.size() == 1) {
            return values.size() + " x " + distinct.iterator().next();
        }
        List<String> words = values.stream().map(String::valueOf).toList();
        String all = String.join(" ", words);
        return all.length() <= 24 ? all : words.get(0) + " .. " + words.get(words.size() - 1);
    }

    private void warnings() {
        if (report.warnings() == null || report.warnings().isEmpty()) {
            return;
        }
        line("");
        alike().forEach(each -> warning(each, true));
    }

    private List<List<Warning>> alike() {
        Map<List<String>, List<Warning>> alike = new LinkedHashMap<>();
        if (report.warnings() != null) {
            for (Warning warning : report.warnings()) {
                alike.computeIfAbsent(Arrays.asList(warning.kind(), warning.advice()), kind -> new ArrayList<>())
                        .add(warning);
            }
        }
        return List.copyOf(alike.values());
    }

    /** Several rows often have one and the same trouble: it is told of the first, the others are counted. */
    private void warning(List<Warning> alike, boolean advises) {
        String others = alike.size() == 1 ? "" : " (and so for " + counted(alike.size() - 1, "other") + ")";
        warning(alike.get(0), others, advises);
    }

    private void recommendation() {
        if (report.recommendation() != null) {
            recommendation(
                    report.recommendation().spec(), report.recommendation().reason());
            return;
        }
        line("");
        heading(
                report.isBusy()
                        ? "Take nothing from this: what a quiet machine would do cannot be told"
                        : "Nothing to take: no strategy gave verified results");
    }

    private void print(List<StrategyResult> rows, List<Column> columns) {
        print(table(rows, columns).withoutColumnsOf(Figures.NONE), rows);
    }

    /** Prints a table of these rows, each BLAS's rows below its name where there are several. */
    private void print(TextTable table, List<StrategyResult> rows) {
        List<String> lines = table.lines();
        line("");
        heading(lines.get(0));
        boolean several = libraries().size() > 1;
        BlasRecord above = null;
        for (int i = 0; i < rows.size(); i++) {
            StrategyResult row = rows.get(i);
            if (several && row.blas() != null && !row.blas().equals(above)) {
                above = row.blas();
                faint("with " + above.describe());
            }
            String shown = row.verdict() == Verdict.BEST ? style.good(lines.get(i + 1)) : lines.get(i + 1);
            line(row.verified() ? shown : style.failure(lines.get(i + 1)));
        }
    }

    private static String name(StrategyResult row) {
        return RowNames.of(row.spec());
    }
}

package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.terminal.Style;
import org.blaspool.memory.ByteSize;
import org.blaspool.plan.StrategySpec;

/** A comparison as text of 80 columns: times, where they went, what was used, what was effective, what to do. */
public final class CompareText {
    private static final int MOST_WARNINGS = 3;
    private static final int SHOWN_PHASES = 3;

    private final CompareReport report;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private CompareText(CompareReport report, Style style) {
        this.report = report;
        this.style = style;
    }

    /** In a screen: times and verdicts, a line a row of where its time went, warnings, what to take; or all of it. */
    public static String of(CompareReport report, Style style, boolean details) {
        if (details) {
            return of(report, style);
        }
        CompareText text = new CompareText(report, style);
        text.title();
        text.shortTimes();
        text.line("");
        report.results().forEach(text::whereTimeWent);
        text.shortWarnings();
        text.recommendation();
        return text.text.toString();
    }

    /** What is known before the last round. */
    public static String soFar(CompareReport report, Style style) {
        CompareText text = new CompareText(report, style);
        text.title();
        text.shortTimes();
        text.line(
                style.faint("so far; it goes on until every verdict is settled or time is over, Ctrl-C ends it here"));
        return text.text.toString();
    }

    /** All of it. */
    public static String of(CompareReport report, Style style) {
        CompareText text = new CompareText(report, style);
        text.head();
        text.times();
        text.phases();
        text.use();
        text.counters();
        text.effective();
        text.kernels();
        text.warnings();
        text.recommendation();
        return text.text.toString();
    }

    private void title() {
        WorkloadReport work = report.workload();
        line(style.heading(work.pairs() + " products of " + work.matrices() + ", " + Figures.flop(work.flop())
                + " in all; " + counted(report.rounds(), "round") + ", " + report.clock() + " clock"));
        if (report.isBusy()) {
            line(style.warning("on this machine as busy as it is now: others had "
                    + Figures.fixed(100 * report.busyShare(), 0) + " % of the CPUs"));
        }
    }

    private void shortTimes() {
        boolean predicted = report.results().stream().anyMatch(row -> row.predictedSeconds() != null);
        TextTable table =
                new TextTable("strategy", "WxT", "median", "ratio", "verdict", predicted ? "predicted" : "GFLOP/s");
        for (Row row : report.results()) {
            table.row(
                    predicted ? name(row).replace("processes-", "p-") : name(row),
                    workersByThreads(row),
                    Figures.secondsOrDash(row.medianSeconds()),
                    ratio(row),
                    verdict(row),
                    predicted ? Figures.secondsOrDash(row.predictedSeconds()) : Figures.fixedOrDash(row.gflops(), 1));
        }
        print(table, report.results());
    }

    private String verdict(Row row) {
        String verdict = row.verified() || row.failure() != null ? row.verdict() : "NOT VERIFIED";
        return report.isBusy() && verdict.equals("slower") ? "slower now" : verdict;
    }

    /** The three longest phases, as far as they take a hundredth of the time. */
    private void whereTimeWent(Row row) {
        Map<String, Double> phases = row.phaseSeconds().named();
        double all = phases.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all <= 0) {
            return;
        }
        String parts = phases.entrySet().stream()
                .filter(phase -> phase.getValue() >= all / 100)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(SHOWN_PHASES)
                .map(phase -> Figures.fixed(100 * phase.getValue() / all, 0) + " % " + phase.getKey())
                .collect(Collectors.joining(", "));
        line(String.format(Locale.ROOT, "%-26s  %s", name(row), parts));
    }

    /** What was seen, in a line or two each, and not what to do about it. */
    private void shortWarnings() {
        List<List<WarningReport>> alike = alike();
        alike.stream().limit(MOST_WARNINGS).forEach(each -> warning(each, false));
        if (alike.size() > MOST_WARNINGS) {
            line(style.warning("and " + counted(alike.size() - MOST_WARNINGS, "other warning") + ", with --details"));
        }
    }

    private void head() {
        MachineReport machine = report.machine();
        title();
        line(style.faint(machine.cpuModel() + "; FMA peak " + Figures.fixedOrDash(machine.largerPeakGflops(), 1)
                + " GFLOP/s, copies " + Figures.fixedOrDash(machine.memcpyGbPerS(), 1) + " GB/s"));
        line(style.faint(machine.allotment()));
        for (BlasReport blas : libraries()) {
            Paragraph.wrap(blas.describe() + ": " + blas.path(), "  ").forEach(part -> line(style.faint(part)));
        }
        if (report.clock().equals("cold")) {
            line("Cold clock: from the first allocation to the last result, workers' start included.");
        }
    }

    private List<BlasReport> libraries() {
        List<BlasReport> libraries = new ArrayList<>(List.of(report.machine().blas()));
        report.results().stream()
                .map(Row::blas)
                .filter(blas -> blas != null && !libraries.contains(blas))
                .forEach(libraries::add);
        return libraries;
    }

    private void times() {
        TextTable table = new TextTable("strategy", "WxT", "median", "ratio", "verdict", "GFLOP/s", "peak");
        for (Row row : report.results()) {
            table.row(
                    name(row),
                    workersByThreads(row),
                    Figures.secondsOrDash(row.medianSeconds()),
                    ratio(row),
                    verdict(row),
                    Figures.fixedOrDash(row.gflops(), 1),
                    row.percentOfPeak() == null ? Figures.NONE : Figures.fixed(row.percentOfPeak(), 0) + " %");
        }
        print(table, report.results());
        line(style.faint("W workers x T BLAS threads, /chunk size; ratio to the best"
                + (report.rounds() < 6 ? "" : ", +- half its 95 % CI")));
    }

    private static String ratio(Row row) {
        String ratio = Figures.fixedOrDash(row.ratioToBest(), 2);
        List<Double> bounds = row.ratioCi95();
        if (bounds == null || bounds.size() != 2 || row.verdict().equals("best")) {
            return ratio;
        }
        return ratio + " +-" + Figures.fixed((bounds.get(1) - bounds.get(0)) / 2, 2);
    }

    private void phases() {
        TextTable table = new TextTable(
                "% of the time in", "prepare", "serial.", "send", "deser.", "queue", "compute", "return", "other");
        for (Row row : report.results()) {
            CompareReport.Phases p = row.phaseSeconds();
            double all = p.prepare()
                    + p.serialize()
                    + p.send()
                    + p.deserialize()
                    + p.queue()
                    + p.compute()
                    + p.giveBack()
                    + p.other();
            table.row(
                    name(row),
                    share(p.prepare(), all),
                    share(p.serialize(), all),
                    share(p.send(), all),
                    share(p.deserialize(), all),
                    share(p.queue(), all),
                    share(p.compute(), all),
                    share(p.giveBack(), all),
                    share(p.other(), all));
        }
        print(table.withoutColumnsOf(Figures.NONE), report.results());
    }

    private static String share(double part, double all) {
        return part <= 0 || all <= 0 ? Figures.NONE : Figures.fixed(100 * part / all, 1);
    }

    private void use() {
        TextTable table =
                new TextTable("set-up and use", "set-up", "memory", "moved", "user", "sys", "faults", "switches");
        for (Row row : report.results()) {
            table.row(
                    name(row),
                    row.setupSeconds() == null || row.setupSeconds() == 0
                            ? Figures.NONE
                            : Figures.seconds(row.setupSeconds()),
                    row.peakRssBytes() > 0 ? ByteSize.format(row.peakRssBytes()) : Figures.NONE,
                    row.bytesMoved() > 0 ? ByteSize.format(row.bytesMoved()) : Figures.NONE,
                    Figures.fixed(row.cpuUserSeconds(), 2),
                    Figures.fixed(row.cpuSystemSeconds(), 2),
                    Figures.count(row.pageFaults()),
                    Figures.count(row.contextSwitches()));
        }
        print(table.withoutColumnsOf(Figures.NONE), report.results());
        line(style.faint("memory: shared pages once; user, sys: CPU seconds of the median round"));
    }

    private void counters() {
        List<Row> rows =
                report.results().stream().filter(row -> row.counters() != null).toList();
        if (rows.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("counted", "instr.", "cycles", "IPC", "GHz", "LLC misses", "dTLB misses");
        for (Row row : rows) {
            CompareReport.Counters counted = row.counters();
            table.row(
                    name(row),
                    Figures.magnitudeOrDash(counted.instructions()),
                    Figures.magnitudeOrDash(counted.cycles()),
                    Figures.fixedOrDash(counted.instructionsPerCycle(), 2),
                    Figures.fixedOrDash(counted.ghz(), 2),
                    Figures.magnitudeOrDash(counted.llcMisses()),
                    Figures.magnitudeOrDash(counted.dtlbLoadMisses()));
        }
        print(table.withoutColumnsOf(Figures.NONE), rows);
        line(style.faint("in user mode, of all our processes, in the median round"));
    }

    /** Alike for most rows: told once for those of which it is the same. */
    private void kernels() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Row row : report.results()) {
            if (row.effective() != null && row.effective().kernels() != null) {
                rows.computeIfAbsent(row.effective().kernels().toString(), shares -> new ArrayList<>())
                        .add(name(row));
            }
        }
        rows.forEach((shares, names) -> Paragraph.wrap(
                        "computed by " + shares + (rows.size() == 1 ? "" : ": " + String.join(", ", names)), "  ")
                .forEach(text -> line(style.faint(text))));
    }

    private void effective() {
        TextTable table = new TextTable("effective", "BLAS threads", "CPUs", "pages", "predicted");
        List<Row> rows =
                report.results().stream().filter(row -> row.effective() != null).toList();
        for (Row row : rows) {
            table.row(
                    name(row),
                    joined(row.effective().blasThreads()),
                    joined(row.effective().cpus()),
                    row.effective().pages(),
                    Figures.secondsOrDash(row.predictedSeconds()));
        }
        print(table.withoutColumnsOf(Figures.NONE), rows);
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

    private List<List<WarningReport>> alike() {
        Map<List<String>, List<WarningReport>> alike = new LinkedHashMap<>();
        if (report.warnings() != null) {
            for (WarningReport warning : report.warnings()) {
                alike.computeIfAbsent(Arrays.asList(warning.kind(), warning.advice()), kind -> new ArrayList<>())
                        .add(warning);
            }
        }
        return List.copyOf(alike.values());
    }

    /** Several rows often have one and the same trouble: it is told of the first, the others are counted. */
    private void warning(List<WarningReport> alike, boolean advises) {
        WarningReport first = alike.get(0);
        String others = alike.size() == 1 ? "" : " (and so for " + counted(alike.size() - 1, "other") + ")";
        String advice = first.advice() == null || !advises ? "" : "; " + first.advice();
        for (String part : Paragraph.wrap("warning: " + first.text() + others + advice, "  ")) {
            line(style.warning(part));
        }
    }

    private void recommendation() {
        line("");
        if (report.recommendation() == null) {
            line(style.heading(
                    report.isBusy()
                            ? "Take nothing from this: what a quiet machine would do cannot be told"
                            : "Nothing to take: no strategy gave verified results"));
            return;
        }
        line(style.heading("Take " + report.recommendation().spec()));
        Paragraph.wrap("  " + report.recommendation().reason(), "  ").forEach(this::line);
    }

    /** Prints a table of these rows, each BLAS's rows below its name where there are several. */
    private void print(TextTable table, List<Row> rows) {
        List<String> lines = table.lines();
        line("");
        line(style.heading(lines.get(0)));
        boolean several = libraries().size() > 1;
        BlasReport above = null;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (several && row.blas() != null && !row.blas().equals(above)) {
                above = row.blas();
                line(style.faint("with " + above.describe()));
            }
            String shown = row.verdict().equals("best") ? style.good(lines.get(i + 1)) : lines.get(i + 1);
            line(row.verified() ? shown : style.failure(lines.get(i + 1)));
        }
    }

    private static String name(Row row) {
        StrategySpec spec = StrategySpec.parse(row.spec());
        return spec.kind().label() + spec.codec().map(codec -> " " + codec).orElse("");
    }

    private static String workersByThreads(Row row) {
        if (row.effective() == null) {
            return Figures.NONE;
        }
        List<Integer> threads = row.effective().blasThreads();
        String each =
                threads.isEmpty() || threads.get(0) == 0 ? "?" : threads.get(0).toString();
        Long chunk = row.requested() == null ? null : row.requested().chunkSize();
        return row.effective().workers() + "x" + each + (chunk == null ? "" : "/" + chunk);
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.function.BiFunction;
import org.blaspool.cli.report.TextPage.TextTable;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.StrategyResult;
import org.blaspool.plan.StrategyKind;

/**
 * A sweep as text of 80 columns: rates by strategy and value with the fastest marked, what a
 * product takes, what workers cost, and where strategies cross.
 */
public final class SweepText extends TextPage {
    private static final int VALUES_A_TABLE = 7;
    private static final int MOST_CROSSINGS = 8;
    /** Products that the best way takes less for are small: rates say little of what they cost. */
    private static final double SMALL_SECONDS = 1e-3;

    private static final double MEBIBYTE = 1 << 20;

    private final SweepReport sweep;

    private SweepText(SweepReport sweep, Style style) {
        super(style);
        this.sweep = sweep;
    }

    public static String of(SweepReport sweep, Style style) {
        SweepText text = new SweepText(sweep, style);
        text.head();
        text.tables("GFLOP/s", SweepText::rate);
        text.legend();
        text.use();
        text.crossings();
        if (!sweep.warnings().isEmpty()) {
            text.line("");
            text.warnings(sweep.warnings());
        }
        text.answer();
        return text.toString();
    }

    private void head() {
        ComparisonResult first = sweep.comparisons().get(0);
        wrap(sweep.about() + "; " + rounds() + ", " + first.clock() + " clock", "  ")
                .forEach(this::heading);
        faint(first.machine().cpuModel() + "; FMA peak "
                + Figures.fixedOrDash(first.machine().largerPeakGflops(), 1) + " GFLOP/s");
        faint(first.machine().allotment());
        faint(first.machine().blas().describe() + ": " + first.machine().blas().path());
    }

    private String rounds() {
        IntSummaryStatistics rounds =
                sweep.comparisons().stream().mapToInt(ComparisonResult::rounds).summaryStatistics();
        return (rounds.getMin() == rounds.getMax() ? "" : rounds.getMin() + " to ") + counted(rounds.getMax(), "round");
    }

    /** As many tables one below the other as the values need. */
    private void tables(String figure, BiFunction<ComparisonResult, StrategyResult, String> cell) {
        for (int from = 0; from < sweep.sizes().size(); from += VALUES_A_TABLE) {
            table(figure, from, Math.min(from + VALUES_A_TABLE, sweep.sizes().size()), cell);
        }
    }

    private void table(String figure, int from, int to, BiFunction<ComparisonResult, StrategyResult, String> cell) {
        List<String> header = new ArrayList<>(List.of(figure + " at " + sweep.parameter()));
        List<String> pairs = new ArrayList<>(List.of("pairs"));
        for (int i = from; i < to; i++) {
            header.add(sweep.sizes().get(i) + " ");
            pairs.add(sweep.comparisons().get(i).workload().pairs() + " ");
        }
        TextTable table = new TextTable(header.toArray(String[]::new));
        List<String> names = sweep.names();
        for (int row = 0; row < names.size(); row++) {
            List<String> cells = new ArrayList<>(List.of(names.get(row)));
            for (int i = from; i < to; i++) {
                ComparisonResult report = sweep.comparisons().get(i);
                cells.add(cell.apply(report, report.results().get(row)));
            }
            table.row(cells.toArray(String[]::new));
        }
        boolean pairsDiffer = sweep.parameter() == SweepParameter.SIZE;
        if (pairsDiffer) {
            table.row(pairs.toArray(String[]::new));
        }
        List<String> lines = table.lines();
        line("");
        heading(lines.get(0));
        // Marks that a terminal does not show must not count as columns: the finished lines are coloured.
        int end = pairsDiffer ? lines.size() - 1 : lines.size();
        lines.subList(1, end).forEach(shown -> line(marked(shown)));
        lines.subList(end, lines.size()).forEach(shown -> faint(shown));
    }

    private String marked(String line) {
        StringBuilder marked = new StringBuilder();
        for (String word : line.split("(?<=\\s)(?=\\S)")) {
            String bare = word.stripTrailing();
            String rest = word.substring(bare.length());
            boolean failed = bare.equals("failed");
            marked.append(failed ? style.failure(bare) : bare.endsWith("*") ? style.good(bare) : bare)
                    .append(rest);
        }
        return marked.toString();
    }

    private static String rate(ComparisonResult report, StrategyResult row) {
        if (!row.verified() || row.gflops() == null) {
            return "failed ";
        }
        String mark = row.ratioToBest() != null && row.ratioToBest() == 1 ? "*" : SweepReport.leads(row) ? "=" : " ";
        return Figures.fixed(row.gflops(), row.gflops() < 10 ? 2 : 1) + mark;
    }

    /** What a rate does not show of pairs and workers. */
    private void use() {
        if (sweep.parameter() == SweepParameter.SIZE) {
            return;
        }
        if (hasSmallProducts()) {
            tables("us a product", SweepText::microseconds);
        }
        if (sweep.parameter() == SweepParameter.WORKERS) {
            tables("set-up, s", SweepText::setup);
            tables("MiB a JVM", SweepText::memory);
            faint("MiB a JVM: memory of all our processes, shared pages once, over their number");
        }
    }

    private boolean hasSmallProducts() {
        return sweep.comparisons().stream()
                .anyMatch(report -> report.results().stream()
                        .anyMatch(row -> row.medianSeconds() != null
                                && row.medianSeconds() / report.workload().pairs() < SMALL_SECONDS));
    }

    private static String microseconds(ComparisonResult report, StrategyResult row) {
        return row.verified() && row.medianSeconds() != null
                ? significant(1e6 * row.medianSeconds() / report.workload().pairs())
                : "failed ";
    }

    private static String setup(ComparisonResult report, StrategyResult row) {
        return row.setupSeconds() == null ? Figures.NONE + " " : Figures.fixed(row.setupSeconds(), 3) + " ";
    }

    /** The parent is one of the JVMs; how many a Spark starts is its own affair. */
    private static String memory(ComparisonResult report, StrategyResult row) {
        StrategyKind kind = row.spec().kind();
        if (row.peakRssBytes() <= 0 || row.effective() == null || kind == StrategyKind.SPARK) {
            return Figures.NONE + " ";
        }
        int processes = 1 + (kind.usesProcesses() ? row.effective().workers() : 0);
        return Figures.fixed(row.peakRssBytes() / MEBIBYTE / processes, 0) + " ";
    }

    /** Three digits and a blank where the fastest's mark is in other tables. */
    private static String significant(double value) {
        return Figures.fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0) + " ";
    }

    private void legend() {
        faint("* the fastest of its column; = not to be told from it (95 % interval)");
    }

    private void crossings() {
        line("");
        if (sweep.crossings().isEmpty()) {
            line("No two strategies surely change places.");
            return;
        }
        heading("Where strategies cross");
        List<Crossing> shown = sweep.crossings().stream().limit(MOST_CROSSINGS).toList();
        for (Crossing crossing : shown) {
            paragraph("  " + crossing.sentence(sweep.parameter()));
        }
        int others = sweep.crossings().size() - shown.size();
        if (others > 0) {
            faint("  and " + others + " more (--json, --html)");
        }
    }

    private void answer() {
        line("");
        sweep.fastestOfAll().ifPresent(this::paragraph);
        wrap("Take " + sweep.leaders(), "  ").forEach(this::heading);
    }
}

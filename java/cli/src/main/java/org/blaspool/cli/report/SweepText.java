package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.terminal.Style;

/** A sweep as text of 80 columns: rates by strategy and size with the fastest marked, and where strategies cross. */
public final class SweepText {
    private static final int SIZES_A_TABLE = 7;
    private static final int MOST_CROSSINGS = 8;

    private final SweepReport sweep;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private SweepText(SweepReport sweep, Style style) {
        this.sweep = sweep;
        this.style = style;
    }

    public static String of(SweepReport sweep, Style style) {
        SweepText text = new SweepText(sweep, style);
        text.head();
        for (int from = 0; from < sweep.sizes().size(); from += SIZES_A_TABLE) {
            text.rates(from, Math.min(from + SIZES_A_TABLE, sweep.sizes().size()));
        }
        text.legend();
        text.crossings();
        text.warnings();
        text.answer();
        return text.text.toString();
    }

    private void head() {
        CompareReport first = sweep.comparisons().get(0);
        line(style.heading("Square matrices of " + sweep.sizes().size() + " sizes from "
                + sweep.sizes().get(0) + " to "
                + sweep.sizes().get(sweep.sizes().size() - 1) + "; " + rounds()
                + ", " + first.clock() + " clock"));
        line(style.faint(first.machine().cpuModel() + "; FMA peak "
                + Figures.fixedOrDash(first.machine().largerPeakGflops(), 1) + " GFLOP/s"));
        line(style.faint(first.machine().allotment()));
        line(style.faint(first.machine().blas().describe() + ": "
                + first.machine().blas().path()));
    }

    private String rounds() {
        int fewest = sweep.comparisons().stream()
                .mapToInt(CompareReport::rounds)
                .min()
                .orElseThrow();
        int most = sweep.comparisons().stream()
                .mapToInt(CompareReport::rounds)
                .max()
                .orElseThrow();
        return fewest == most ? most + " rounds" : fewest + " to " + most + " rounds";
    }

    private void rates(int from, int to) {
        List<String> header = new ArrayList<>(List.of("GFLOP/s at size"));
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
                cells.add(rate(sweep.comparisons().get(i).results().get(row)));
            }
            table.row(cells.toArray(String[]::new));
        }
        table.row(pairs.toArray(String[]::new));
        List<String> lines = table.lines();
        line("");
        line(style.heading(lines.get(0)));
        // Marks that a terminal does not show must not count as columns: the finished lines are coloured.
        lines.subList(1, lines.size() - 1).forEach(shown -> line(marked(shown)));
        line(style.faint(lines.get(lines.size() - 1)));
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

    private static String rate(Row row) {
        if (!row.verified() || row.gflops() == null) {
            return "failed ";
        }
        String mark = row.ratioToBest() != null && row.ratioToBest() == 1 ? "*" : Leaders.leads(row) ? "=" : " ";
        return Figures.fixed(row.gflops(), row.gflops() < 10 ? 2 : 1) + mark;
    }

    private void legend() {
        line(style.faint("* the fastest at this size; = not to be told from it (95 % interval)"));
    }

    private void crossings() {
        line("");
        if (sweep.crossings().isEmpty()) {
            line("No two strategies surely change places.");
            return;
        }
        line(style.heading("Where strategies cross"));
        List<Crossing> shown = sweep.crossings().stream().limit(MOST_CROSSINGS).toList();
        for (Crossing crossing : shown) {
            Paragraph.wrap("  " + crossing.sentence(), "  ").forEach(this::line);
        }
        int others = sweep.crossings().size() - shown.size();
        if (others > 0) {
            line(style.faint("  and " + others + " more (--json, --html)"));
        }
    }

    private void warnings() {
        List<WarningReport> warnings = sweep.warnings();
        if (warnings.isEmpty()) {
            return;
        }
        line("");
        for (WarningReport warning : warnings) {
            String advice = warning.advice() == null ? "" : "; " + warning.advice();
            Paragraph.wrap("warning: " + warning.text() + advice, "  ").forEach(part -> line(style.warning(part)));
        }
    }

    private void answer() {
        line("");
        Paragraph.wrap("Take " + Leaders.sentence(sweep), "  ").forEach(part -> line(style.heading(part)));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

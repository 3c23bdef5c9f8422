package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.Warning;

/** Text in lines of at most 80 characters, as a terminal shows it. */
public class TextPage {
    private static final int COLUMNS = 80;

    final Style style;
    private final StringBuilder text = new StringBuilder();

    TextPage(Style style) {
        this.style = style;
    }

    void line(String line) {
        text.append(line).append('\n');
    }

    void heading(String line) {
        line(style.heading(line));
    }

    void faint(String line) {
        line(style.faint(line));
    }

    /** As many lines as it takes. */
    void paragraph(String words) {
        wrap(words, "  ").forEach(this::line);
    }

    /** What was seen, what it is said of besides, and what to do about it. */
    void warning(Warning warning, String others, boolean advises) {
        String advice = warning.advice() == null || !advises ? "" : "; " + warning.advice();
        wrap("warning: " + warning.text() + others + advice, "  ").forEach(line -> line(style.warning(line)));
    }

    void warnings(List<Warning> warnings) {
        warnings.forEach(warning -> warning(warning, "", true));
    }

    /** What to take, and why. */
    void recommendation(Object spec, String reason) {
        line("");
        heading("Take " + spec);
        paragraph("  " + reason);
    }

    static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** Breaks at blanks; every line but the first begins with {@code indent}. A longer word stays whole. */
    static List<String> wrap(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        String lead = text.startsWith(indent) ? indent : "";
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > lead.length() && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line.setLength(0);
                lead = indent;
            }
            line.append(line.length() == 0 ? lead : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A name, and from {@code column} on what it means; a name that is too long has a line of its own. */
    public static List<String> entry(String name, String meaning, int column) {
        String indent = " ".repeat(column);
        List<String> lines = wrap(indent + meaning, indent);
        if (name.length() < column) {
            lines.set(0, name + lines.get(0).substring(name.length()));
        } else {
            lines.add(0, name);
        }
        return lines;
    }

    /** All lines. */
    @Override
    public String toString() {
        return text.toString();
    }

    /**
     * A table without lines: the first column on the left, the others on the right; two blanks between columns where that
     * fits into 80 characters, else one; {@code p-} for {@code processes-} where that does not fit either.
     */
    static final class TextTable {
        private final String[] header;
        private final List<String[]> rows = new ArrayList<>();

        TextTable(String... header) {
            this.header = header;
        }

        void row(String... cells) {
            rows.add(cells);
        }

        /** The lines, the header first, none with blanks at its end. */
        List<String> lines() {
            int[] widths = new int[header.length];
            int total = 0;
            for (int i = 0; i < widths.length; i++) {
                int column = i;
                widths[i] = rows.stream().mapToInt(row -> row[column].length()).reduce(header[i].length(), Math::max);
                total += widths[i];
            }
            boolean tooWide = total + widths.length - 1 > COLUMNS;
            if (tooWide && rows.stream().anyMatch(row -> row[0].startsWith("processes-"))) {
                rows.forEach(row -> row[0] = row[0].replaceFirst("^processes-", "p-"));
                return lines();
            }
            String gap = total + 2 * (widths.length - 1) <= COLUMNS ? "  " : " ";
            List<String> lines = new ArrayList<>();
            lines.add(line(header, widths, gap));
            rows.forEach(row -> lines.add(line(row, widths, gap)));
            return lines;
        }

        private static String line(String[] cells, int[] widths, String gap) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < cells.length; i++) {
                String blanks = " ".repeat(widths[i] - cells[i].length());
                line.append(i == 0 ? "" : gap).append(i == 0 ? cells[i] + blanks : blanks + cells[i]);
            }
            return line.toString().stripTrailing();
        }

        /** The same without the columns, but for the first, in which every cell is {@code empty}. */
        TextTable withoutColumnsOf(String empty) {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < header.length; i++) {
                int column = i;
                if (i == 0 || rows.stream().anyMatch(row -> !row[column].equals(empty))) {
                    kept.add(i);
                }
            }
            TextTable table = new TextTable(pick(header, kept));
            rows.forEach(row -> table.row(pick(row, kept)));
            return table;
        }

        private static String[] pick(String[] cells, List<Integer> kept) {
            return kept.stream().map(i -> cells[i]).toArray(String[]::new);
        }
    }
}

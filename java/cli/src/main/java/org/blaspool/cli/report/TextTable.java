package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table without lines: the first column on the left, the others on the right; two blanks between columns where that
 * fits into 80 characters, else one; {@code p-} for {@code processes-} where that does not fit either.
 */
final class TextTable {
    private static final int COLUMNS = 80;

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

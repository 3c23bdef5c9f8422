package org.blaspool.cli.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table without lines: the first column on the left, the others on the right, one space between. */
final class TextTable {
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
        Column[] columns = new Column[header.length];
        for (int i = 0; i < header.length; i++) {
            HorizontalAlign align = i == 0 ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
            columns[i] = new Column().header(header[i]).headerAlign(align).dataAlign(align);
        }
        String[][] data = rows.toArray(String[][]::new);
        String text = AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(columns, data)
                .asString();
        return text.lines().map(String::stripTrailing).collect(Collectors.toCollection(ArrayList::new));
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

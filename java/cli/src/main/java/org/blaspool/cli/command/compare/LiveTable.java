package org.blaspool.cli.command.compare;

import java.io.PrintStream;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.terminal.Console;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.ComparisonResult;

/** The table of what is known so far, in place of the one before it, on a terminal; elsewhere nothing. */
final class LiveTable implements AutoCloseable {
    /** A line that is longer than the terminal is cut off meanwhile: each takes one row. */
    private static final String CUT_OFF = "\u001b[?7l%s\u001b[?7h";

    private static final String UP = "\u001b[%dA\u001b[J";

    private final PrintStream out;
    private final Style style;
    private final boolean shown;
    private int lines;

    LiveTable(Console console, OutputOptions options) {
        out = console.out();
        style = console.style();
        shown = console.outIsTerminal() && style == Style.COLOURED && options.showsText();
    }

    void show(ComparisonResult report) {
        if (shown) {
            String text = CompareText.soFar(report, style);
            out.print(erasing() + String.format(CUT_OFF, text));
            out.flush();
            lines = (int) text.lines().count();
        }
    }

    private String erasing() {
        return lines == 0 ? "" : String.format(UP, lines);
    }

    /** Takes it away: the whole report comes in its place. */
    @Override
    public void close() {
        out.print(erasing());
        out.flush();
        lines = 0;
    }
}

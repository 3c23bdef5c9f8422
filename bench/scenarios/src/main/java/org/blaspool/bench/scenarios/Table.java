package org.blaspool.bench.scenarios;

import java.io.PrintStream;
import java.util.Locale;

/** The lines that are printed, each as soon as it is measured. */
final class Table {
    private static final String FORMAT = "  %-44s %15s %15s %13s %13s  %s%n";

    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.printf(Locale.ROOT, FORMAT, "", "figure", "reference", "ratio", "goal", "");
    }

    void begin(Row row) {
        out.println(row.name() + ": " + row.title());
        out.flush();
    }

    void line(Figure figure) {
        Goal goal = figure.goal();
        String value = Goal.number(figure.value()) + (goal.isSet() ? goal.unit() : "");
        String verdict = !goal.isSet() ? "" : figure.missed() ? "NOT REACHED" : "reached";
        out.printf(Locale.ROOT, FORMAT, figure.label(), figure.figure(), figure.reference(), value, goal, verdict);
    }

    /** Something that is no figure. */
    void say(String text) {
        out.println("  " + text);
    }
}

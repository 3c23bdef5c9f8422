package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.Warning;

/** Text in lines of at most 80 characters, as a terminal shows it. */
class TextPage {
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

    static String counted(int count, String thing) {
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

    /** All lines. */
    @Override
    public String toString() {
        return text.toString();
    }
}

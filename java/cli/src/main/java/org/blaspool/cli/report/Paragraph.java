package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of at most 80 characters. */
final class Paragraph {
    private static final int COLUMNS = 80;

    private Paragraph() {}

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
}

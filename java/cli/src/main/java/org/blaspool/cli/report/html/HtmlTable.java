package org.blaspool.cli.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table whose rows become cards on a narrow screen: each cell carries its heading. The first cell names its row. Roles
 * are said in full, because browsers forget them of elements that are displayed as blocks.
 */
final class HtmlTable {
    private final String caption;
    private final List<String> header;
    private final StringBuilder body = new StringBuilder();
    private final List<Integer> words = new ArrayList<>();

    /** A table without rows. */
    HtmlTable(String caption, List<String> header) {
        this.caption = caption;
        this.header = List.copyOf(header);
    }

    HtmlTable(String caption, String... header) {
        this(caption, Arrays.asList(header));
    }

    /** Says which columns hold words, which are set left; the others hold figures. */
    HtmlTable withWords(Integer... columns) {
        words.addAll(Arrays.asList(columns));
        return this;
    }

    /** Adds a row of as many cells as the header has. */
    void row(String mark, List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException("cells=" + cells.size() + ", expected " + header.size());
        }
        body.append("<tr role=\"row\"")
                .append(mark.isEmpty() ? "" : " class=\"" + mark + "\"")
                .append(">\n");
        for (int i = 0; i < cells.size(); i++) {
            body.append(i == 0 ? "<th role=\"rowheader\" scope=\"row\"" : "<td role=\"cell\"")
                    .append(i != 0 && words.contains(i) ? " class=\"words\"" : "")
                    .append(" data-heading=\"")
                    .append(Markup.escape(header.get(i)))
                    .append("\">")
                    .append(Markup.escape(cells.get(i)))
                    .append(i == 0 ? "</th>\n" : "</td>\n");
        }
        body.append("</tr>\n");
    }

    String markup() {
        StringBuilder text = new StringBuilder("<table role=\"table\">\n<caption>")
                .append(Markup.escape(caption))
                .append("</caption>\n<thead role=\"rowgroup\">\n<tr role=\"row\">\n");
        for (int i = 0; i < header.size(); i++) {
            text.append("<th role=\"columnheader\" scope=\"col\"")
                    .append(i == 0 || words.contains(i) ? " class=\"words\"" : "")
                    .append('>')
                    .append(Markup.escape(header.get(i)))
                    .append("</th>\n");
        }
        return text.append("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n")
                .append(body)
                .append("</tbody>\n</table>\n")
                .toString();
    }
}

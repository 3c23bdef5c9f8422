package org.blaspool.cli.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.blaspool.cli.report.Json;

/** A page in the making: sections one after another, then the styles, the chart library and the charts' numbers. */
final class HtmlPage {
    /** The page may run what is in it and fetch nothing. */
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

    private final String title;
    private final StringBuilder main = new StringBuilder();

    HtmlPage(String title) {
        this.title = title;
    }

    /** The largest words of the page, and what they are about. */
    void headline(String about, String headline) {
        main.append("<header>\n<p class=\"about\">")
                .append(Markup.escape(about))
                .append("</p>\n<h1>")
                .append(Markup.escape(headline))
                .append("</h1>\n</header>\n");
    }

    void section(String heading, String markup) {
        main.append("<section>\n")
                .append(Markup.element("h2", heading))
                .append(markup)
                .append("</section>\n");
    }

    void plain(String markup) {
        main.append(markup);
    }

    /**
     * A chart, the same as a table below it.
     *
     * @param id which chart: charts.js draws by it
     * @param alternative what it shows, for who cannot see it
     * @param note how to read it; empty for none
     */
    static String figure(String id, String alternative, String note, String table) {
        return "<figure>\n<div class=\"chart\" id=\"" + id + "\" role=\"img\" aria-label=\""
                + Markup.escape(alternative) + "\"></div>\n"
                + (note.isEmpty() ? "" : "<figcaption>" + Markup.escape(note) + "</figcaption>\n")
                + "</figure>\n" + details("The same as a table", table);
    }

    static String details(String summary, String markup) {
        return "<details>\n" + Markup.element("summary", summary) + markup + "</details>\n";
    }

    /**
     * The whole document.
     *
     * @param numbers what charts.js draws, a tree that becomes JSON
     */
    String markup(Object numbers) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + Markup.element("title", title)
                + "<style>\n" + resource("page.css") + "</style>\n</head>\n<body>\n<main>\n" + main + "</main>\n"
                + "<script type=\"application/json\" id=\"numbers\">\n"
                + Markup.scriptData(Json.write(numbers)) + "</script>\n"
                + "<script>\n" + resource("echarts.common.min.js") + "\n</script>\n"
                + "<script>\n" + resource("charts.js") + "</script>\n</body>\n</html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing in the jar: name=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.blaspool.cli.report.html;

/** Text in HTML. */
final class Markup {
    private Markup() {}

    /** Text that HTML takes as text, in elements and in quoted attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** An element with text in it. */
    static String element(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">\n";
    }

    /** JSON within a script element: the element ends at no letter of it. */
    static String scriptData(String json) {
        return json.replace("<", "\\u003c");
    }
}

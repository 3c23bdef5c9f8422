package org.blaspool.cli.terminal;

/** How words are marked on a terminal (ECMA-48 SGR), or not at all. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    public String heading(String text) {
        return marked("\u001b[1m", text);
    }

    public String good(String text) {
        return marked("\u001b[32m", text);
    }

    public String warning(String text) {
        return marked("\u001b[33m", text);
    }

    public String failure(String text) {
        return marked("\u001b[31m", text);
    }

    public String faint(String text) {
        return marked("\u001b[2m", text);
    }

    private String marked(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : code + text + RESET;
    }
}

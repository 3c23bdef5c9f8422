package org.blaspool.cli.report;

/**
 * A caveat.
 *
 * @param kind one word or two with hyphens, for programs
 * @param text what was seen, with its numbers
 * @param advice what to do about it
 */
public record WarningReport(String kind, String text, String advice) {}

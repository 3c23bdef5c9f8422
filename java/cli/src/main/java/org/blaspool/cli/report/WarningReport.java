package org.blaspool.cli.report;

/**
 * A caveat.
 *
 * @param kind one word or two with hyphens, for programs
 * @param text what it is and what to do about it, for people
 */
public record WarningReport(String kind, String text) {}

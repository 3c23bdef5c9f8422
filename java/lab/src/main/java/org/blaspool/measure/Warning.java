package org.blaspool.measure;

/**
 * A caveat of a comparison, in words; {@link Issue} is where it comes from.
 *
 * @param kind its stable name, {@code oversubscribed}
 * @param text what was seen, with its numbers
 * @param advice what to do about it
 */
public record Warning(String kind, String text, String advice) {
    public static Warning of(Issue issue) {
        return new Warning(issue.kind(), issue.text(), issue.advice());
    }
}

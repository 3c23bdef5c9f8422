package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.blaspool.cli.terminal.Style;
import org.blaspool.error.InvalidInputException;

/**
 * Two sweeps of one parameter, value by value.
 *
 * @param names what the rows of the first are called; {@link ReportPair.Match#row} is an index into it
 * @param pairs the values that are in both, ascending, and what changed at each
 * @param onlyBefore values that are in the first alone
 * @param onlyAfter values that are in the second alone
 */
public record SweepPair(
        SweepParameter parameter,
        List<String> names,
        Map<Long, ReportPair> pairs,
        List<Long> onlyBefore,
        List<Long> onlyAfter) {

    /**
     * Holds the second against the first.
     *
     * @throws InvalidInputException where they sweep different parameters, share no value, or are of different batches
     *     at a value that they share
     */
    public static SweepPair of(SweepReport before, SweepReport after) {
        if (before.parameter() != after.parameter()) {
            throw new InvalidInputException("sweeps are of different parameters: parameter=" + before.parameter()
                    + " and parameter=" + after.parameter() + ", expected two of the same (compare --sweep)");
        }
        Map<Long, ReportPair> pairs = new LinkedHashMap<>();
        for (int i = 0; i < before.sizes().size(); i++) {
            int other = after.sizes().indexOf(before.sizes().get(i));
            if (other >= 0) {
                pairs.put(
                        before.sizes().get(i),
                        ReportPair.of(
                                before.comparisons().get(i), after.comparisons().get(other)));
            }
        }
        if (pairs.isEmpty()) {
            throw new InvalidInputException("sweeps have no value in common: " + before.parameter() + "="
                    + before.sizes() + " and " + after.parameter() + "=" + after.sizes()
                    + ", expected sweeps that share some (compare --sweep)");
        }
        return new SweepPair(before.parameter(), before.names(), pairs, without(before, pairs), without(after, pairs));
    }

    private static List<Long> without(SweepReport sweep, Map<Long, ReportPair> pairs) {
        return sweep.sizes().stream().filter(value -> !pairs.containsKey(value)).toList();
    }

    /** Every row of every value. */
    public List<ReportPair.Match> matches() {
        return pairs.values().stream().flatMap(pair -> pair.matches().stream()).toList();
    }

    /** What changed, in a sentence. */
    public String summary() {
        return ReportPair.summary(matches());
    }

    /** What could not be held against each other, a sentence each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        note(notes, "Only before: ", onlyBefore);
        note(notes, "Only after: ", onlyAfter);
        pairs.forEach((value, pair) -> {
            pair.onlyBefore().forEach(spec -> notes.add("Only before at " + parameter.named(value) + ": " + spec));
            pair.onlyAfter().forEach(spec -> notes.add("Only after at " + parameter.named(value) + ": " + spec));
        });
        return notes;
    }

    private void note(List<String> notes, String where, List<Long> values) {
        if (!values.isEmpty()) {
            notes.add(where + parameter.axis() + " "
                    + values.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + ", not compared.");
        }
    }

    /** A table a value, then the sentence and the notes. */
    public String text(Style style) {
        TextPage text = new TextPage(style);
        pairs.forEach((value, pair) -> {
            pair.table(text, "at " + parameter.named(value), match -> names.get(match.row()));
            text.line("");
        });
        notes().forEach(text::paragraph);
        text.paragraph(summary());
        return text.toString();
    }

    /** As that of one pair, after two columns that say which value. */
    public String csv() {
        StringBuilder text = new StringBuilder("sweep_parameter,sweep_value," + ReportPair.CSV_HEADER);
        pairs.forEach((value, pair) ->
                pair.matches().forEach(match -> text.append(parameter + "," + value + "," + match.csv())));
        return text.toString();
    }
}

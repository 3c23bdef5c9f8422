package org.blaspool.cli.command.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.report.Holm;
import org.blaspool.cli.report.ReportPair.Match;
import org.blaspool.error.InvalidInputException;

/**
 * {@code --fail-if-slower}: by how much a row may become slower.
 *
 * @param percent empty where it was not asked for
 */
record SlowerGate(OptionalDouble percent) {
    private static final int SLOWER = 5;

    static SlowerGate read(Arguments arguments) {
        String text = arguments.text("fail-if-slower").orElse("");
        if (text.isEmpty()) {
            return new SlowerGate(OptionalDouble.empty());
        }
        if (text.matches("\\d{1,6}(\\.\\d{1,6})?%?")) {
            return new SlowerGate(OptionalDouble.of(Double.parseDouble(text.replace("%", ""))));
        }
        throw new InvalidInputException(
                "percentage is not valid: fail-if-slower=" + text + ", expected for example --fail-if-slower 5%");
    }

    /**
     * The exit code, after a line for every row that became too slow: by more than the percentage, and beyond what chance
     * does to one of so many rows.
     *
     * @param all rows that are held against each other
     * @param matches those of them to tell of
     * @param where what is said of these, as {@code " at size 100"}; empty where they are of one comparison
     */
    int status(List<Match> all, List<Match> matches, String where, PrintStream err) {
        if (percent.isEmpty()) {
            return 0;
        }
        List<Match> surely = Holm.slower(all);
        int status = 0;
        for (Match match : matches) {
            if (!match.isSlowerThan(percent.getAsDouble())) {
                continue;
            }
            boolean sure = surely.contains(match);
            err.printf(
                    Locale.ROOT,
                    "blaspool: slower than before%s%s: %s ratio=%.3f, allowed %.3f%s%n",
                    where,
                    sure ? "" : ", or by chance",
                    match.spec(),
                    match.ratio(),
                    1 + percent.getAsDouble() / 100,
                    sure ? "" : "; one of rows=" + all.size() + " may be, more --rounds can tell");
            status = sure ? SLOWER : status;
        }
        return status;
    }

    /** Says so where no row has the rounds that it takes to tell. */
    void warnWhereItCannotTell(List<Match> matches, PrintStream err) {
        if (percent.isPresent()
                && matches.stream().allMatch(match -> match.interval().isEmpty())) {
            err.println("blaspool: cannot tell whether anything is slower: too few rounds, expected 6 or more in"
                    + " both (compare --rounds)");
        }
    }
}

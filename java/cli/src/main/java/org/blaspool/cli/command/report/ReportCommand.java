package org.blaspool.cli.command.report;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.report.Csv;
import org.blaspool.cli.report.HtmlPage;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.RankSum.Holm;
import org.blaspool.cli.report.ReportPair;
import org.blaspool.cli.report.ReportPair.Match;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.SweepPair;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.cli.report.SweepText;
import org.blaspool.cli.terminal.Style;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonResult;

/** {@code blaspool report}: a saved comparison as text again, or two of them against each other. */
public final class ReportCommand {
    public static final Command COMMAND = new Command(
            "report",
            "[options] FILE.json [LATER.json]",
            "shows a saved comparison again, or two against each other",
            """
            With one file: the comparison as compare printed it. With two: the medians of
            the second over those of the first, row by row, with 95 % intervals from the
            rounds of both; both must be of one batch size. Two saved sweeps are held
            against each other value by value; they must be of one parameter, and values
            that only one of them has are named and left out.
            """,
            List.of(
                    OptionGroup.of("Two files")
                            .with(
                                    "fail-if-slower",
                                    "P%",
                                    "exit with 5 where a row became slower by more than P percent, and its whole"
                                            + " interval is above 1"),
                    OutputOptions.group()),
            List.of(
                    new Command.Example("blaspool report monday.json", "the tables of a saved comparison"),
                    new Command.Example(
                            "blaspool report monday.json today.json --fail-if-slower 5%",
                            "for a nightly job: exit code 5 when something lost more than 5 %")),
            ReportCommand::read);

    private ReportCommand() {}

    private static Command.Request read(Arguments arguments) {
        List<String> files = arguments.operands(2, "FILE.json or FILE.json LATER.json");
        if (files.isEmpty()) {
            throw new InvalidInputException("no file is given, expected FILE.json or FILE.json LATER.json");
        }
        SlowerGate gate = SlowerGate.read(arguments);
        if (gate.percent().isPresent() && files.size() < 2) {
            throw new InvalidInputException("--fail-if-slower needs two files, expected FILE.json LATER.json");
        }
        OutputOptions output = OutputOptions.read(arguments);
        if (files.size() == 2 && output.json().isPresent()) {
            throw new InvalidInputException("two reports have no JSON form together, expected --csv or the text");
        }
        List<SweepReport> sweeps = files.stream()
                .map(Path::of)
                .map(Json::readIfSweep)
                .flatMap(Optional::stream)
                .toList();
        if (sweeps.size() == 1 && files.size() == 2) {
            throw new InvalidInputException("only one of the reports is a sweep: files=" + String.join(", ", files)
                    + ", expected two of compare --sweep or two of compare without it");
        }
        if (sweeps.size() == 1) {
            SweepReport sweep = sweeps.get(0);
            return session -> write(
                    output,
                    session,
                    style -> SweepText.of(sweep, style),
                    sweep,
                    () -> Csv.of(sweep),
                    () -> HtmlPage.of(sweep));
        }
        if (sweeps.size() == 2) {
            SweepPair pair = SweepPair.of(sweeps.get(0), sweeps.get(1));
            return session -> {
                write(output, session, pair::text, null, pair::csv, () -> HtmlPage.of(pair));
                Map<String, List<Match>> parts = new LinkedHashMap<>();
                pair.pairs()
                        .forEach((value, at) ->
                                parts.put(" at " + pair.parameter().named(value), at.matches()));
                return gate.status(pair.matches(), parts, session.console().err());
            };
        }
        List<ComparisonResult> reports =
                files.stream().map(Path::of).map(Json::readComparison).toList();
        ComparisonResult report = reports.get(0);
        if (files.size() == 1) {
            return session -> write(
                    output,
                    session,
                    style -> CompareText.of(report, style),
                    report,
                    () -> Csv.of(report),
                    () -> HtmlPage.of(report));
        }
        ReportPair pair = ReportPair.of(report, reports.get(1));
        return session -> {
            write(output, session, pair::text, null, pair::csv, () -> HtmlPage.of(pair));
            return gate.status(
                    pair.matches(),
                    Map.of("", pair.matches()),
                    session.console().err());
        };
    }

    private static int write(
            OutputOptions output,
            Session session,
            Function<Style, String> text,
            Object report,
            Supplier<String> csv,
            Supplier<String> page) {
        new ReportWriter(output, session.console().out())
                .write(() -> text.apply(session.console().style()), report, csv, page);
        return 0;
    }

    /**
     * {@code --fail-if-slower}: by how much a row may become slower.
     *
     * @param percent empty where it was not asked for
     */
    private record SlowerGate(OptionalDouble percent) {
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
         * The exit code, after a line for every row that became too slow: by more than the percentage, and beyond what
         * chance does to one of so many rows.
         *
         * @param all rows that are held against each other
         * @param parts the same by what is said of them, as {@code " at size 100"}
         */
        int status(List<Match> all, Map<String, List<Match>> parts, PrintStream err) {
            if (percent.isEmpty()) {
                return 0;
            }
            if (all.stream().allMatch(match -> match.interval().isEmpty())) {
                err.println("blaspool: cannot tell whether anything is slower: too few rounds, expected 6 or more in"
                        + " both (compare --rounds)");
            }
            List<Match> surely = Holm.slower(all);
            parts.forEach((where, matches) -> matches.stream()
                    .filter(this::isTooSlow)
                    .forEach(match -> tell(match, where, surely.contains(match), all.size(), err)));
            return surely.stream().anyMatch(this::isTooSlow) ? SLOWER : 0;
        }

        private boolean isTooSlow(Match match) {
            return match.isSlowerThan(percent.getAsDouble());
        }

        private void tell(Match match, String where, boolean sure, int rows, PrintStream err) {
            err.printf(
                    Locale.ROOT,
                    "blaspool: slower than before%s%s: %s ratio=%.3f, allowed %.3f%s%n",
                    where,
                    sure ? "" : ", or by chance",
                    match.spec(),
                    match.ratio(),
                    1 + percent.getAsDouble() / 100,
                    sure ? "" : "; one of rows=" + rows + " may be, more --rounds can tell");
        }
    }
}

package org.blaspool.cli.command.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.report.Csv;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.ReportPair;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.cli.report.html.CompareHtml;
import org.blaspool.cli.report.html.PairHtml;
import org.blaspool.error.InvalidInputException;

/** {@code blaspool report}: a saved comparison as text again, or two of them against each other. */
public final class ReportCommand implements Command {
    private static final int SLOWER = 5;

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "shows a saved comparison again, or two against each other";
    }

    @Override
    public String operands() {
        return "[options] FILE.json [LATER.json]";
    }

    @Override
    public String description() {
        return """
                With one file: the comparison as compare printed it. With two: the medians of
                the second over those of the first, row by row, with 95 % intervals from the
                rounds of both; both must be of one batch size. A saved sweep is shown by
                itself.
                """;
    }

    @Override
    public List<OptionGroup> options() {
        return List.of(
                OptionGroup.of("Two files")
                        .with(
                                "fail-if-slower",
                                "P%",
                                "exit with 5 where a row became slower by more than P percent, and its whole interval is above 1"),
                OutputOptions.group());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("blaspool report monday.json", "the tables of a saved comparison"),
                new Example(
                        "blaspool report monday.json today.json --fail-if-slower 5%",
                        "for a nightly job: exit code 5 when something lost more than 5 %"));
    }

    @Override
    public Request read(Arguments arguments) {
        List<String> files = arguments.operands(2, "FILE.json or FILE.json LATER.json");
        if (files.isEmpty()) {
            throw new InvalidInputException("no file is given, expected FILE.json or FILE.json LATER.json");
        }
        OptionalDouble percent = percent(arguments);
        if (percent.isPresent() && files.size() < 2) {
            throw new InvalidInputException("--fail-if-slower needs two files, expected FILE.json LATER.json");
        }
        OutputOptions output = OutputOptions.read(arguments);
        if (files.size() == 2 && output.json().isPresent()) {
            throw new InvalidInputException("two reports have no JSON form together, expected --csv or the text");
        }
        if (files.size() == 1) {
            Optional<SweepReport> sweep = Json.readIfSweep(Path.of(files.get(0)));
            if (sweep.isPresent()) {
                return session -> {
                    new ReportWriter(output, session.console().out())
                            .sweep(sweep.get(), session.console().style());
                    return 0;
                };
            }
        }
        List<CompareReport> reports =
                files.stream().map(Path::of).map(Json::readComparison).toList();
        if (files.size() == 1) {
            return session -> renderOne(reports.get(0), output, session);
        }
        ReportPair pair = ReportPair.of(reports.get(0), reports.get(1));
        return session -> renderPair(pair, percent, output, session);
    }

    private static OptionalDouble percent(Arguments arguments) {
        String text = arguments.text("fail-if-slower").orElse("");
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (text.matches("\\d{1,6}(\\.\\d{1,6})?%?")) {
            return OptionalDouble.of(Double.parseDouble(text.replace("%", "")));
        }
        throw new InvalidInputException(
                "percentage is not valid: fail-if-slower=" + text + ", expected for example --fail-if-slower 5%");
    }

    private static int renderOne(CompareReport report, OutputOptions output, Session session) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.text(() -> CompareText.of(report, session.console().style()));
        writer.json(report);
        writer.csv(() -> Csv.of(report));
        writer.html(() -> CompareHtml.of(report));
        return 0;
    }

    private static int renderPair(ReportPair pair, OptionalDouble percent, OutputOptions output, Session session) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.text(() -> pair.text(session.console().style()));
        writer.csv(pair::csv);
        writer.html(() -> PairHtml.of(pair));
        if (percent.isEmpty()) {
            return 0;
        }
        if (pair.matches().stream().allMatch(match -> match.interval().isEmpty())) {
            session.console()
                    .err()
                    .println("blaspool: cannot tell whether anything is slower: too few rounds, expected 6 or more in"
                            + " both (compare --rounds)");
        }
        List<ReportPair.Match> slower = pair.matches().stream()
                .filter(match -> match.isSlowerThan(percent.getAsDouble()))
                .toList();
        for (ReportPair.Match match : slower) {
            session.console()
                    .err()
                    .printf(
                            java.util.Locale.ROOT,
                            "blaspool: slower than before: %s ratio=%.3f, allowed %.3f%n",
                            match.spec(),
                            match.ratio(),
                            1 + percent.getAsDouble() / 100);
        }
        return slower.isEmpty() ? 0 : SLOWER;
    }
}

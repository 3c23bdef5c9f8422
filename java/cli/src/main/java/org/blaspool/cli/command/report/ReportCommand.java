package org.blaspool.cli.command.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.report.Csv;
import org.blaspool.cli.report.HtmlPage;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.ReportPair;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.SweepPair;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonResult;

/** {@code blaspool report}: a saved comparison as text again, or two of them against each other. */
public final class ReportCommand implements Command {
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
            rounds of both; both must be of one batch size. Two saved sweeps are held
            against each other value by value; they must be of one parameter, and values
            that only one of them has are named and left out.
            """;
    }

    @Override
    public List<OptionGroup> options() {
        return List.of(
                OptionGroup.of("Two files")
                        .with(
                                "fail-if-slower",
                                "P%",
                                "exit with 5 where a row became slower by more than P percent, and its whole interval"
                                        + " is above 1"),
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
        if (!sweeps.isEmpty()) {
            return sweeps(files, sweeps, gate, output);
        }
        List<ComparisonResult> reports =
                files.stream().map(Path::of).map(Json::readComparison).toList();
        if (files.size() == 1) {
            return session -> renderOne(reports.get(0), output, session);
        }
        ReportPair pair = ReportPair.of(reports.get(0), reports.get(1));
        return session -> renderPair(pair, gate, output, session);
    }

    private static Request sweeps(List<String> files, List<SweepReport> sweeps, SlowerGate gate, OutputOptions output) {
        if (sweeps.size() < files.size()) {
            throw new InvalidInputException("only one of the reports is a sweep: files=" + String.join(", ", files)
                    + ", expected two of compare --sweep or two of compare without it");
        }
        if (sweeps.size() == 2) {
            SweepPair pair = SweepPair.of(sweeps.get(0), sweeps.get(1));
            return session -> renderSweeps(pair, gate, output, session);
        }
        return session -> {
            new ReportWriter(output, session.console().out())
                    .sweep(sweeps.get(0), session.console().style());
            return 0;
        };
    }

    private static int renderOne(ComparisonResult report, OutputOptions output, Session session) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.text(() -> CompareText.of(report, session.console().style()));
        writer.json(report);
        writer.csv(() -> Csv.of(report));
        writer.html(() -> HtmlPage.of(report));
        return 0;
    }

    private static int renderPair(ReportPair pair, SlowerGate gate, OutputOptions output, Session session) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.text(() -> pair.text(session.console().style()));
        writer.csv(pair::csv);
        writer.html(() -> HtmlPage.of(pair));
        gate.warnWhereItCannotTell(pair.matches(), session.console().err());
        return gate.status(pair.matches(), pair.matches(), "", session.console().err());
    }

    private static int renderSweeps(SweepPair sweeps, SlowerGate gate, OutputOptions output, Session session) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.text(() -> sweeps.text(session.console().style()));
        writer.csv(sweeps::csv);
        writer.html(() -> HtmlPage.of(sweeps));
        gate.warnWhereItCannotTell(sweeps.matches(), session.console().err());
        int status = 0;
        for (Map.Entry<Long, ReportPair> at : sweeps.pairs().entrySet()) {
            String where = " at " + sweeps.parameter().named(at.getKey());
            status = Math.max(
                    status,
                    gate.status(
                            sweeps.matches(),
                            at.getValue().matches(),
                            where,
                            session.console().err()));
        }
        return status;
    }
}

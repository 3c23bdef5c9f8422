package org.blaspool.cli.command.compare;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.report.Csv;
import org.blaspool.cli.report.HtmlPage;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.cli.report.SweepText;
import org.blaspool.cli.terminal.Style;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.StrategyResult;

/** {@code blaspool compare}: one batch under several strategies, side by side. */
public final class CompareCommand {
    public static final Command COMMAND = new Command(
            "compare",
            "[options]",
            "runs one batch under several strategies, side by side",
            """
            Makes a batch of matrix pairs, multiplies it under every strategy in turns, and
            shows which is fastest, by how much, how sure that is, and where the time of
            each went. Every product is verified outside the clock. With no options it
            takes suite all at size 1000. On a terminal the table is there after the
            first round and gets surer with each; Ctrl-C ends it with what is known.

            A strategy is a NAME[:key=value]... with the keys workers, blas-threads,
            chunk-size, codec and pin. Names: sequential, blas-threads, threads,
            processes-shared, processes-serialized, processes-hosted, independent; and
            spark, in no suite: executors of the Spark that SPARK_HOME names.

            Suites: quick (blas-threads, threads, processes-shared, processes-serialized),
            all (all seven, serialized with both codecs), tutorial (100 pairs of ones of
            size 2000, each row timed once as a whole program, workers' start included).

            A sweep compares at one value after another and says where strategies cross:
            of square sizes, of pairs, or of workers. size=64:4096 doubles from 64 to
            4096; a third number is the factor instead of 2, as in pairs=10:10000:10.
            The last value is always among them. What is not swept holds for every
            value. Without --pairs a round of each is about 20 GFLOP; without --size
            pairs are swept at size 100, or as much as keeps the largest batch within
            1 GiB, and workers at size 1000. A sweep of workers is of every strategy
            that has workers; the others are measured again beside them.
            """,
            List.of(
                    WorkloadOptions.group("1000", "as many as make about 20 GFLOP, within 1 GiB"),
                    OptionGroup.of("Comparison")
                            .with("suite", "quick|tutorial|all", "strategies that belong together [all]")
                            .with("strategies", "LIST", "strategies separated by commas, instead of a suite")
                            .with(
                                    "sweep",
                                    "size|pairs|workers=A:B[:F]",
                                    "values from A to B, each F times the one before, instead of that option [F 2]")
                            .with(
                                    "budget",
                                    "SECONDS",
                                    "for all rounds, which end before that once every verdict is settled [60; 20 for"
                                            + " each value of a sweep]")
                            .with(
                                    "rounds",
                                    "R",
                                    "exactly so many timed rounds of each, however long they take; from 6 on there are"
                                            + " intervals and verdicts [1 for tutorial]")
                            .flag("details", "also memory, set-up, CPU time, faults, what was effective")
                            .flag(
                                    "counters",
                                    "also instructions, cycles, cache and TLB misses of each, from the hardware's"
                                            + " counters"),
                    StrategyOptions.group("LIST"),
                    ObservationOptions.group(),
                    OutputOptions.group()),
            List.of(
                    new Command.Example("blaspool compare", "everything, in a minute at most"),
                    new Command.Example(
                            "blaspool compare --suite quick --size 500 --json r.json",
                            "four strategies; saved as JSON"),
                    new Command.Example(
                            "blaspool compare --strategies threads,threads:workers=4,processes-shared",
                            "your own list; options of a row after colons"),
                    new Command.Example("blaspool compare --suite quick --blas bundled,system", "two BLAS libraries"),
                    new Command.Example(
                            "blaspool compare --suite quick --rounds 1 --trace t.json",
                            "what every worker did when, to be opened in ui.perfetto.dev"),
                    new Command.Example(
                            "blaspool compare --suite quick --sweep size=64:2048 --html sweep.html",
                            "from which size on another strategy is faster, as a page with charts"),
                    new Command.Example(
                            "blaspool compare --suite quick --size 32 --sweep pairs=10:10000:10",
                            "what a small product costs, and from how many on workers pay"),
                    new Command.Example(
                            "blaspool compare --suite quick --sweep workers=1:8 --json w.json",
                            "how many workers are worth it; their set-up and memory")),
            CompareCommand::read);

    private CompareCommand() {}

    private static Command.Request read(Arguments arguments) {
        CompareRequest request = CompareRequest.read(arguments);
        return session -> compare(request, session);
    }

    private static int compare(CompareRequest request, Session session) throws Exception {
        Style style = session.console().style();
        ReportWriter writer =
                new ReportWriter(request.output(), session.console().out());
        if (request.sweep().isPresent()) {
            SweepReport sweep = new SweepRun(request, session).report();
            writer.write(() -> SweepText.of(sweep, style), sweep, () -> Csv.of(sweep), () -> HtmlPage.of(sweep));
            requireVerified(sweep.comparisons().stream()
                    .flatMap(comparison -> comparison.results().stream())
                    .toList());
            return 0;
        }
        boolean oneBlas = request.options().blas().size() == 1;
        ComparisonResult report =
                oneBlas ? new ComparisonRun(request, session).report() : new BlasProcesses(request, session).report();
        writer.write(
                () -> CompareText.of(report, style, request.details()),
                report,
                () -> Csv.of(report),
                () -> HtmlPage.of(report));
        requireVerified(report.results());
        if (session.stop().requested()) {
            throw new StoppedException("stopped by a signal; what was known is shown");
        }
        return 0;
    }

    /** The report is out; who sees only the exit code and standard error is told of the first row that failed. */
    private static void requireVerified(List<StrategyResult> rows) {
        List<StrategyResult> failed =
                rows.stream().filter(row -> !row.verified()).toList();
        if (!failed.isEmpty()) {
            StrategyResult first = failed.get(0);
            throw new BatchFailedException("rows failed: failed=" + failed.size() + " of " + rows.size()
                    + ", expected 0; the first is " + first.spec() + ": " + first.failure());
        }
    }
}

package org.blaspool.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.blaspool.cli.report.ReportPair.Match;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Interval;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.Warning;
import org.blaspool.measure.Workload;

/**
 * Reports as one HTML page that needs no network: page.html with ECharts, the report's JSON and sentences about it, of
 * which page.js makes sections and tables and charts.js makes charts.
 */
public final class HtmlPage {
    private record Comparison(
            String kind, String title, String about, Summary summary, List<String> names, ComparisonResult report) {}

    private record Sweep(
            String kind,
            String about,
            String leaders,
            String least,
            String axis,
            String one,
            String several,
            List<String> names,
            List<String> values,
            List<String> places,
            List<Warning> warnings,
            SweepReport report) {}

    private record Pair(String kind, String headline, List<Change> matches) {}

    private record Sweeps(
            String kind,
            String headline,
            String axis,
            String one,
            String parameter,
            List<Long> sizes,
            List<String> values,
            List<String> names,
            List<List<Change>> matches,
            List<String> notes) {}

    /** A row that both reports have; the interval is null where one has too few rounds. */
    private record Change(
            String name, double before, double after, double ratio, List<Double> interval, String verdict) {
        Change(String name, Match match) {
            this(name, match.before(), match.after(), match.ratio(), bounds(match.interval()), match.verdict());
        }

        private static List<Double> bounds(Optional<Interval> interval) {
            return interval.map(ends -> List.of(ends.low(), ends.high())).orElse(null);
        }
    }

    private HtmlPage() {}

    /** A comparison: the answer, the charts that bear it out, every figure, and what to mind. */
    public static String of(ComparisonResult report) {
        Workload work = report.workload();
        String shape = work.m() == work.k() && work.k() == work.n()
                ? work.n() + " x " + work.n()
                : work.m() + " x " + work.k() + " by " + work.k() + " x " + work.n();
        String about = work.pairs() + " products of " + shape + " matrices" + on(report.machine());
        String title = about + (report.isBusy() ? ", on this machine as busy as it is now" : "");
        return page(new Comparison("compare", title, about, Summary.of(report), RowNames.of(report.results()), report));
    }

    /** A sweep: which way from which value on, curves over the values, every figure. */
    public static String of(SweepReport sweep) {
        SweepParameter swept = sweep.swept();
        return page(new Sweep(
                "sweep",
                sweep.about() + "," + on(sweep.comparisons().get(0).machine()),
                Leaders.sentence(sweep),
                sweep.fastestOfAll().orElse(null),
                swept.axis(),
                swept.one(),
                swept.several(),
                sweep.names(),
                sweep.sizes().stream().map(swept::named).toList(),
                sweep.crossings().stream().map(Crossing::place).toList(),
                sweep.warnings(),
                sweep));
    }

    /** Two comparisons of one batch against each other. */
    public static String of(ReportPair pair) {
        return page(new Pair(
                "pair",
                pair.summary(),
                pair.matches().stream()
                        .map(match -> new Change(match.spec(), match))
                        .toList()));
    }

    /** Two sweeps against each other. */
    public static String of(SweepPair sweeps) {
        SweepParameter swept = sweeps.parameter();
        List<Long> values = List.copyOf(sweeps.pairs().keySet());
        return page(new Sweeps(
                "sweepPair",
                sweeps.summary(),
                swept.axis(),
                swept.one(),
                swept.label(),
                values,
                values.stream().map(swept::named).toList(),
                sweeps.names(),
                sweeps.pairs().values().stream()
                        .map(pair -> pair.matches().stream()
                                .map(match -> new Change(sweeps.names().get(match.row()), match))
                                .toList())
                        .toList(),
                sweeps.notes()));
    }

    private static String on(MachineRecord machine) {
        return " on " + machine.cpus() + (machine.cpus() == 1 ? " CPU" : " CPUs");
    }

    private static String page(Object report) {
        String page = resource("page.html");
        for (String script : List.of("echarts.common.min.js", "page.js", "charts.js")) {
            page = page.replace("{{" + script + "}}", resource(script));
        }
        // A script element ends at no letter of such JSON.
        return page.replace("{{report}}", Json.write(report).replace("<", "\\u003c"));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

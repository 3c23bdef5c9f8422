package org.blaspool.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.blaspool.cli.report.ReportPair.Match;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.Workload;

/**
 * Reports as one HTML page that needs no network: page.html with ECharts, the report's JSON and sentences about it, of
 * which page.js makes sections and tables and charts.js makes charts.
 */
public final class HtmlPage {
    private HtmlPage() {}

    /** A comparison: the answer, the charts that bear it out, every figure, and what to mind. */
    public static String of(ComparisonResult report) {
        Workload work = report.workload();
        String shape = work.m() == work.k() && work.k() == work.n()
                ? work.n() + " x " + work.n()
                : work.m() + " x " + work.k() + " by " + work.k() + " x " + work.n();
        String about = work.pairs() + " products of " + shape + " matrices" + on(report.machine());
        Summary summary = new Summary(report);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("kind", "compare");
        page.put("title", about + (report.isBusy() ? ", on this machine as busy as it is now" : ""));
        page.put("about", about);
        page.put("headline", summary.headline());
        page.put("answers", summary.answers());
        page.put("names", RowNames.of(report.results()));
        page.put("report", report);
        return markup(page);
    }

    /** A sweep: which way from which value on, curves over the values, every figure. */
    public static String of(SweepReport sweep) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("kind", "sweep");
        page.put("about", sweep.about() + "," + on(sweep.comparisons().get(0).machine()));
        page.put("leaders", sweep.leaders());
        page.put("least", sweep.fastestOfAll().orElse(null));
        putSwept(page, sweep.parameter(), sweep.sizes(), sweep.names());
        page.put("places", sweep.crossings().stream().map(Crossing::place).toList());
        page.put("warnings", sweep.warnings());
        page.put("report", sweep);
        return markup(page);
    }

    private static void putSwept(
            Map<String, Object> page, SweepParameter swept, List<Long> values, List<String> names) {
        page.put("parameter", swept);
        page.put("axis", swept.axis());
        page.put("one", swept.one());
        page.put("several", swept.several());
        page.put("sizes", values);
        page.put("values", values.stream().map(swept::named).toList());
        page.put("names", names);
    }

    /** Two comparisons of one batch against each other. */
    public static String of(ReportPair pair) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("kind", "pair");
        page.put("headline", pair.summary());
        page.put("matches", matches(pair, Match::spec));
        return markup(page);
    }

    /** Two sweeps against each other. */
    public static String of(SweepPair sweeps) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("kind", "sweepPair");
        page.put("headline", sweeps.summary());
        putSwept(page, sweeps.parameter(), List.copyOf(sweeps.pairs().keySet()), sweeps.names());
        page.put(
                "matches",
                sweeps.pairs().values().stream()
                        .map(pair -> matches(pair, match -> sweeps.names().get(match.row())))
                        .toList());
        page.put("notes", sweeps.notes());
        return markup(page);
    }

    private static List<Change> matches(ReportPair pair, Function<Match, String> name) {
        return pair.matches().stream()
                .map(match -> new Change(
                        name.apply(match),
                        match.before(),
                        match.after(),
                        match.ratio(),
                        match.interval().orElse(null),
                        match.verdict()))
                .toList();
    }

    /** A row that both reports have; the interval is null where one has too few rounds. */
    private record Change(String name, double before, double after, double ratio, Interval interval, String verdict) {}

    private static String on(MachineRecord machine) {
        return " on " + TextPage.counted(machine.cpus(), "CPU");
    }

    private static String markup(Map<String, Object> report) {
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

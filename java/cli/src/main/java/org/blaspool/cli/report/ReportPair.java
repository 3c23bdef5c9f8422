package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.blaspool.cli.report.TextPage.TextTable;
import org.blaspool.cli.terminal.Style;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.Statistics;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Workload;

/**
 * Two comparisons of the same batch, row against row. Rows belong together by spec and BLAS; a strategy that is listed
 * twice by its place among its likes.
 *
 * @param matches rows that are in both
 * @param onlyBefore specs that are in the first alone
 * @param onlyAfter specs that are in the second alone
 */
public record ReportPair(List<Match> matches, List<String> onlyBefore, List<String> onlyAfter) {
    static final String CSV_HEADER = "spec,before_seconds,after_seconds,ratio,ratio_ci95_low,ratio_ci95_high,verdict\n";

    /**
     * A row in both.
     *
     * @param row its place in the first comparison, from 0
     * @param ratio the second's median over the first's
     * @param interval of the ratio, 95 %; empty where one of them has too few rounds
     * @param chanceOfSlower how often chance alone lets as many rounds of the second be slower, 0 to 1
     */
    public record Match(
            int row,
            String spec,
            double before,
            double after,
            double ratio,
            Optional<Interval> interval,
            double chanceOfSlower) {
        /** Whether the second is slower by more than {@code percent}, and surely slower at all. */
        public boolean isSlowerThan(double percent) {
            return ratio > 1 + percent / 100 && verdict().equals("slower");
        }

        /** slower, faster, no difference, or too few rounds. */
        public String verdict() {
            return interval.map(bounds -> bounds.low() > 1 ? "slower" : bounds.high() < 1 ? "faster" : "no difference")
                    .orElse("too few rounds");
        }

        /** A line of CSV. */
        String csv() {
            String bounds = interval.map(ends -> ends.low() + "," + ends.high()).orElse(",");
            return spec + "," + before + "," + after + "," + ratio + "," + bounds + "," + verdict() + "\n";
        }
    }

    public static ReportPair of(ComparisonResult before, ComparisonResult after) {
        if (!sizeOf(before).equals(sizeOf(after)) || !before.clock().equals(after.clock())) {
            throw new InvalidInputException("reports are not of the same batch: " + sizeOf(before) + " "
                    + before.clock() + " and " + sizeOf(after) + " " + after.clock()
                    + ", expected equal --size, --pairs and clock");
        }
        List<Match> matches = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        List<StrategyResult> left = new ArrayList<>(after.results());
        for (int i = 0; i < before.results().size(); i++) {
            StrategyResult row = before.results().get(i);
            StrategyResult other = left.stream()
                    .filter(candidate -> name(after, candidate).equals(name(before, row)))
                    .findFirst()
                    .orElse(null);
            if (other == null) {
                onlyBefore.add(row.spec().toString());
                continue;
            }
            left.remove(other);
            if (row.medianSeconds() != null && other.medianSeconds() != null) {
                double ratio = other.medianSeconds() / row.medianSeconds();
                matches.add(new Match(
                        i,
                        row.spec().toString(),
                        row.medianSeconds(),
                        other.medianSeconds(),
                        ratio,
                        RatioOfRuns.interval(row.seconds(), other.seconds()),
                        RankSum.chanceOfSlower(row.seconds(), other.seconds())));
            }
        }
        if (matches.isEmpty()) {
            throw new InvalidInputException("reports have no strategy in common: "
                    + before.results().get(0).spec() + " and "
                    + after.results().get(0).spec() + ", expected the same --strategies");
        }
        return new ReportPair(
                matches,
                onlyBefore,
                left.stream().map(row -> row.spec().toString()).toList());
    }

    private static String sizeOf(ComparisonResult report) {
        Workload work = report.workload();
        return work.pairs() + " x " + work.m() + "x" + work.k() + "x" + work.n();
    }

    private static String name(ComparisonResult report, StrategyResult row) {
        BlasRecord blas = row.blas() == null ? report.machine().blas() : row.blas();
        return row.spec() + " " + blas.kind();
    }

    /** What changed, in a sentence. */
    public String summary() {
        return summary(matches);
    }

    static String summary(List<Match> matches) {
        List<String> parts = new ArrayList<>();
        for (String verdict : List.of("slower", "faster", "no difference", "too few rounds")) {
            long count = matches.stream()
                    .filter(match -> match.verdict().equals(verdict))
                    .count();
            if (count > 0) {
                parts.add(count + " " + verdict);
            }
        }
        return "Of " + TextPage.counted(matches.size(), "row") + ": " + String.join(", ", parts) + ".";
    }

    public String text(Style style) {
        TextPage text = new TextPage(style);
        table(text, "strategy", Match::spec);
        onlyBefore.forEach(spec -> text.line("only before: " + spec));
        onlyAfter.forEach(spec -> text.line("only after: " + spec));
        return text.toString();
    }

    /** The rows, what is slower or faster marked; the first column by {@code heading} and {@code name}. */
    void table(TextPage text, String heading, Function<Match, String> name) {
        TextTable table = new TextTable(heading, "before", "after", "ratio", "95 %", "verdict");
        for (Match match : matches) {
            table.row(
                    name.apply(match),
                    Figures.seconds(match.before()),
                    Figures.seconds(match.after()),
                    Figures.fixed(match.ratio(), 3),
                    match.interval()
                            .map(bounds -> Figures.fixed(bounds.low(), 3) + ".." + Figures.fixed(bounds.high(), 3))
                            .orElse(Figures.NONE),
                    match.verdict());
        }
        List<String> lines = table.lines();
        text.heading(lines.get(0));
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            text.line(
                    switch (matches.get(i - 1).verdict()) {
                        case "slower" -> text.style.failure(line);
                        case "faster" -> text.style.good(line);
                        default -> line;
                    });
        }
    }

    public String csv() {
        StringBuilder text = new StringBuilder(CSV_HEADER);
        matches.forEach(match -> text.append(match.csv()));
        return text.toString();
    }

    /**
     * The ratio of two runs' medians with its uncertainty. The runs were made at different times, so their rounds do not
     * pair: each is drawn from by itself (two-sample percentile bootstrap, Efron and Tibshirani, ch. 8 and 13).
     */
    private static final class RatioOfRuns {
        private static final int RESAMPLES = 10_000;
        private static final long SEED = 1;

        private RatioOfRuns() {}

        /** 95 % interval of median(after) / median(before); empty where one has too few rounds for it. */
        static Optional<Interval> interval(List<Double> before, List<Double> after) {
            if (Math.min(before.size(), after.size()) < Statistics.FEWEST_ROUNDS) {
                return Optional.empty();
            }
            SplittableRandom random = new SplittableRandom(SEED);
            double[] ratios = new double[RESAMPLES];
            for (int i = 0; i < RESAMPLES; i++) {
                ratios[i] = medianOfDraw(after, random) / medianOfDraw(before, random);
            }
            return Optional.of(new Interval(Statistics.quantile(0.025, ratios), Statistics.quantile(0.975, ratios)));
        }

        private static double medianOfDraw(List<Double> seconds, SplittableRandom random) {
            double[] drawn = new double[seconds.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = seconds.get(random.nextInt(drawn.length));
            }
            return Statistics.median(drawn);
        }
    }
}

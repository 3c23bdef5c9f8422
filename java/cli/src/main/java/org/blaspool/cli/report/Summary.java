package org.blaspool.cli.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.strategy.PhaseSeconds;

/** A comparison in plain sentences: which way to take, by how much it is faster, how sure that is, and why. */
final class Summary {
    private static final double MOSTLY = 0.5;

    private final ComparisonResult report;
    private final List<String> names;
    private final List<StrategyResult> ranked;

    Summary(ComparisonResult report) {
        this.report = report;
        this.names = RowNames.of(report.results());
        this.ranked = report.results().stream()
                .filter(row -> row.verified() && row.medianSeconds() != null)
                .sorted(Comparator.comparingDouble(StrategyResult::medianSeconds))
                .toList();
    }

    /** Which way to take. */
    String headline() {
        if (ranked.isEmpty()) {
            return "Nothing to recommend: no way gave verified results.";
        }
        return report.isBusy() ? whenBusy() : whenQuiet();
    }

    /** The other sentences by what they answer. */
    Map<String, String> answers() {
        boolean none = ranked.isEmpty();
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("By how much", none ? "No times to compare." : difference());
        answers.put("How sure", none ? "-" : confidence());
        answers.put("Why", none ? "-" : cause());
        return answers;
    }

    private String name(StrategyResult row) {
        // Two rows may be equal in every figure; the identical object is the row that is meant.
        for (int i = 0; i < names.size(); i++) {
            if (report.results().get(i) == row) {
                return names.get(i);
            }
        }
        throw new IllegalArgumentException("row of another report: " + row.spec());
    }

    private StrategyResult best() {
        return ranked.get(0);
    }

    private Optional<StrategyResult> next() {
        return ranked.size() < 2 ? Optional.empty() : Optional.of(ranked.get(1));
    }

    private StrategyResult taken() {
        return ranked.stream()
                .filter(row -> report.recommendation() != null
                        && row.spec().equals(report.recommendation().spec()))
                .findFirst()
                .orElse(best());
    }

    private String whenBusy() {
        String now = "On this machine as busy as it is now " + name(best()) + " came out fastest; ";
        if (report.recommendation() == null) {
            return now + "what a quiet one would do cannot be told.";
        }
        return now
                + (taken() == best()
                        ? "nothing was faster when it was quiet."
                        : "when it was quiet that was " + name(taken()) + ".");
    }

    private String whenQuiet() {
        if (ranked.size() == 1) {
            return name(best()) + " is the only way that was measured: " + Figures.seconds(best().medianSeconds())
                    + ".";
        }
        if (best().ratioCi95() == null) {
            return name(best()) + " came out fastest, but " + TextPage.counted(report.rounds(), "round")
                    + " cannot show whether that is chance.";
        }
        if (taken() != best()) {
            return "Take " + name(taken()) + ": as fast as " + name(best())
                    + " as far as this run can tell, and simpler.";
        }
        return equals().isEmpty()
                ? name(best()) + " is the fastest."
                : "Take " + name(best()) + ": nothing is faster; "
                        + (equals().size() <= 2
                                ? String.join(
                                        " and ",
                                        equals().stream().map(this::name).toList())
                                : equals().size() + " others")
                        + " may be as fast.";
    }

    /** The rows beside the best that cannot be told from it. */
    private List<StrategyResult> equals() {
        return ranked.stream()
                .filter(row -> row.verdict() == Verdict.NO_DIFFERENCE)
                .toList();
    }

    private String difference() {
        if (next().isEmpty()) {
            return "There is no other row to compare with.";
        }
        StrategyResult last = ranked.get(ranked.size() - 1);
        String text = times(next().get());
        return last == next().get() ? text + "." : text + "; the slowest, " + times(last) + ".";
    }

    private String times(StrategyResult row) {
        String text = name(row) + ", takes " + Figures.fixed(row.ratioToBest(), 2) + " times as long";
        String lead = row == ranked.get(1) ? "The next, " : "";
        Interval bounds = row.ratioCi95();
        return lead
                + text
                + (bounds == null
                        ? ""
                        : " (95 % interval " + Figures.fixed(bounds.low(), 2) + " to " + Figures.fixed(bounds.high(), 2)
                                + ")");
    }

    private String confidence() {
        String rounds = TextPage.counted(report.rounds(), "round") + " of each";
        if (best().ratioCi95() == null) {
            return rounds + ": too few for intervals, 6 are needed (--rounds).";
        }
        long slower =
                ranked.stream().filter(row -> row.verdict() == Verdict.SLOWER).count();
        String text = rounds + ", in random order, every product verified: " + slower + " of " + (ranked.size() - 1)
                + (report.isBusy() ? " others slower while it was so busy" : " others surely slower");
        String open = equals().isEmpty() ? "" : ", " + equals().size() + " not to be told apart";
        long caveats = report.warnings() == null ? 0 : report.warnings().size();
        return text + open + (caveats == 0 ? "." : ". Mind the " + TextPage.counted(caveats, "warning") + " below.");
    }

    private String cause() {
        PhaseSeconds phases = best().phaseSeconds();
        String text = phases.total() <= 0
                ? name(best()) + " has no measured phases"
                : name(best()) + " multiplies " + Figures.fixed(100 * phases.compute() / phases.total(), 0)
                        + " % of its time";
        text += best().percentOfPeak() == null
                ? ""
                : ", at " + Figures.fixed(best().percentOfPeak(), 0) + " % of what the CPUs can do at most";
        Optional<StrategyResult> slower =
                ranked.stream().filter(row -> row.verdict() == Verdict.SLOWER).findFirst();
        return text + slower.or(this::next).map(row -> "; " + loss(row)).orElse("") + ".";
    }

    /** Where a row spends the seconds that it takes longer than the best. */
    private String loss(StrategyResult row) {
        double longer = row.medianSeconds() - best().medianSeconds();
        Phase most = Arrays.stream(Phase.values())
                .max(Comparator.comparingDouble(phase -> extra(row, phase)))
                .orElseThrow();
        double extra = extra(row, most);
        if (longer <= 0 || extra <= 0) {
            return name(row) + " spends its time alike";
        }
        return name(row) + " takes " + Figures.seconds(longer) + " longer, "
                + (extra >= MOSTLY * longer ? "mostly for " : "the largest part for ") + most.doing()
                + " (" + Figures.seconds(extra) + " more)";
    }

    private double extra(StrategyResult row, Phase phase) {
        return phase.of(row.phaseSeconds()) - phase.of(best().phaseSeconds());
    }
}

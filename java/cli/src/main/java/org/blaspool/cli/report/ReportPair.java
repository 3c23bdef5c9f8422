package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.error.InvalidInputException;

/**
 * Two comparisons of the same batch, row against row. Rows belong together by spec and BLAS; a strategy that is listed
 * twice by its place among its likes.
 *
 * @param matches rows that are in both
 * @param onlyBefore specs that are in the first alone
 * @param onlyAfter specs that are in the second alone
 */
public record ReportPair(List<Match> matches, List<String> onlyBefore, List<String> onlyAfter) {
    /**
     * A row in both.
     *
     * @param ratio the second's median over the first's
     */
    public record Match(String spec, double before, double after, double ratio) {
        /** Whether the second is slower by more than {@code percent}. */
        public boolean isSlowerThan(double percent) {
            return ratio > 1 + percent / 100;
        }
    }

    public static ReportPair of(CompareReport before, CompareReport after) {
        if (!sizeOf(before).equals(sizeOf(after)) || !before.clock().equals(after.clock())) {
            throw new InvalidInputException("reports are not of the same batch: " + sizeOf(before) + " "
                    + before.clock() + " and " + sizeOf(after) + " " + after.clock()
                    + ", expected equal --size, --pairs and clock");
        }
        List<Match> matches = new ArrayList<>();
        List<String> onlyBefore = new ArrayList<>();
        List<Row> left = new ArrayList<>(after.results());
        for (Row row : before.results()) {
            Row other = left.stream()
                    .filter(candidate -> name(after, candidate).equals(name(before, row)))
                    .findFirst()
                    .orElse(null);
            if (other == null) {
                onlyBefore.add(row.spec());
                continue;
            }
            left.remove(other);
            if (row.medianSeconds() != null && other.medianSeconds() != null) {
                double ratio = other.medianSeconds() / row.medianSeconds();
                matches.add(new Match(row.spec(), row.medianSeconds(), other.medianSeconds(), ratio));
            }
        }
        if (matches.isEmpty()) {
            throw new InvalidInputException("reports have no strategy in common: "
                    + before.results().get(0).spec() + " and "
                    + after.results().get(0).spec() + ", expected the same --strategies");
        }
        return new ReportPair(matches, onlyBefore, left.stream().map(Row::spec).toList());
    }

    private static String sizeOf(CompareReport report) {
        WorkloadReport work = report.workload();
        return work.pairs() + " x " + work.m() + "x" + work.k() + "x" + work.n();
    }

    private static String name(CompareReport report, Row row) {
        BlasReport blas = row.blas() == null ? report.machine().blas() : row.blas();
        return row.spec() + " " + blas.kind();
    }

    public String text() {
        TextTable table = new TextTable("strategy", "before", "after", "ratio");
        for (Match match : matches) {
            table.row(
                    match.spec(),
                    Figures.seconds(match.before()),
                    Figures.seconds(match.after()),
                    Figures.fixed(match.ratio(), 3));
        }
        StringBuilder text = new StringBuilder();
        table.lines().forEach(line -> text.append(line).append('\n'));
        onlyBefore.forEach(spec -> text.append("only before: ").append(spec).append('\n'));
        onlyAfter.forEach(spec -> text.append("only after: ").append(spec).append('\n'));
        return text.toString();
    }

    public String csv() {
        StringBuilder text = new StringBuilder("spec,before_seconds,after_seconds,ratio\n");
        for (Match match : matches) {
            text.append(String.join(
                            ",",
                            match.spec(),
                            Double.toString(match.before()),
                            Double.toString(match.after()),
                            Double.toString(match.ratio())))
                    .append('\n');
        }
        return text.toString();
    }
}

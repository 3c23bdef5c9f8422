package org.blaspool.bench.scenarios;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.blaspool.bench.scenarios.Results.RowResult;
import org.blaspool.usage.NoiseMonitor;
import org.blaspool.usage.NoiseRecord;

/** {@code bench/figures}: measures every row, prints it and keeps the samples. */
public final class Figures {
    private static final int NOT_REACHED = 1;
    private static final int WRONG_INPUT = 2;

    private final Bench bench;
    private final Table table = new Table(System.out);

    private Figures(Bench bench) {
        this.bench = bench;
    }

    /** Rows in the order in which they are run. */
    static List<Row> rows() {
        return Stream.of(
                        InPlaceRows.all(),
                        SmallRows.all(),
                        PoolRows.all(),
                        FaultRows.all(),
                        NumpyRows.all(),
                        ReportRows.all(),
                        TrustRows.all(),
                        List.of(PlanGridRow.row()))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Exit status 0 where every goal was reached, 1 where one was not or a row failed, 2 for a wrong command line.
     *
     * @param arguments directory of the checkout; then {@code --quick}, {@code --list} or names of rows
     */
    public static void main(String[] arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(arguments));
        Path root = Path.of(words.remove(0));
        boolean quick = words.remove("--quick");
        if (words.equals(List.of("--list"))) {
            rows().forEach(row -> System.out.printf("%-20s %s%n", row.name(), row.title()));
            return;
        }
        List<String> known = rows().stream().map(Row::name).toList();
        for (String word : words) {
            if (!known.contains(word)) {
                System.err.println("unknown row or option: " + word + ", allowed: --quick, --list, " + known);
                System.exit(WRONG_INPUT);
            }
        }
        List<Row> chosen = rows().stream()
                .filter(row -> words.isEmpty() ? row.inQuick() || !quick : words.contains(row.name()))
                .toList();
        try (Bench bench = new Bench(root, quick)) {
            System.exit(new Figures(bench).run(chosen));
        }
    }

    private int run(List<Row> chosen) throws IOException {
        Instant begun = Instant.now();
        NoiseMonitor monitor = NoiseMonitor.start();
        double peakBefore = bench.peak();
        table.head();
        List<RowResult> measured = chosen.stream().map(this::measure).toList();
        double peakAfter = bench.peak();
        NoiseRecord noise = monitor.stop();
        Surroundings surroundings = Surroundings.of(bench, begun, peakBefore, peakAfter, noise);
        List<String> doubts = surroundings.doubts();
        Results results = new Results(Results.SCHEMA, bench.quick(), surroundings, doubts, measured);
        Path file = results.write(bench.file("bench/results"));
        conclude(results, file);
        boolean reached = measured.stream().allMatch(row -> row.missed() == 0 && row.failure() == null);
        return reached ? 0 : NOT_REACHED;
    }

    private RowResult measure(Row row) {
        table.begin(row);
        long start = System.nanoTime();
        List<Figure> figures = List.of();
        String skipped = null;
        String failure = null;
        try {
            figures = row.measurement().measure(bench);
            figures.forEach(table::line);
        } catch (MissingReferenceException e) {
            skipped = e.getMessage();
            table.say("skipped: " + skipped);
        } catch (RuntimeException e) {
            failure = e.toString();
            table.say("FAILED: " + failure);
        }
        return new RowResult(row.name(), row.title(), (System.nanoTime() - start) / 1e9, skipped, failure, figures);
    }

    private void conclude(Results results, Path file) {
        long missed = results.rows().stream().mapToLong(RowResult::missed).sum();
        long failed = results.rows().stream().filter(r -> r.failure() != null).count();
        long skipped = results.rows().stream().filter(r -> r.skipped() != null).count();
        NoiseRecord noise = results.surroundings().noise();
        System.out.printf(
                "%ngoals not reached: %d, rows failed: %d, skipped: %d; %.0f s, FMA peak %.1f GFLOP/s at the start, %.1f at"
                        + " the end, samples in %s%n",
                missed,
                failed,
                skipped,
                noise.elapsedSeconds(),
                results.surroundings().peakBefore() / 1e9,
                results.surroundings().peakAfter() / 1e9,
                file);
        if (results.quick()) {
            System.out.println("a quick run: its counts are too small for its figures to say much");
        }
        results.doubts().forEach(doubt -> System.out.println("TOO NOISY, measure again: " + doubt));
    }
}

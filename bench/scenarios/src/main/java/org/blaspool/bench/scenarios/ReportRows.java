package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.measure.Statistics;

/** Figures that {@code compare} reports itself: memory, and predictions beside measured times. */
final class ReportRows {
    private static final double MEBIBYTE = 1 << 20;
    private static final double FIXED_MEBIBYTES = 128;
    private static final double MEBIBYTES_A_JVM = 96;
    private static final double SHORTEST_SECONDS = 0.05;

    private ReportRows() {}

    static List<Row> all() {
        return List.of(
                Row.of("plan", "plan vs the measured times", ReportRows::plan),
                Row.ofFullRun("memory", "peak memory of every strategy, from cold", ReportRows::memory));
    }

    /** The goal speaks of the peak by its bound: 1.1 x operands and results + 128 MiB + 96 MiB a JVM. */
    private static List<Figure> memory(Bench bench) {
        JsonNode report = CompareCommand.run(bench, Optional.empty(), List.of("--suite", "tutorial"));
        JsonNode work = report.get("workload");
        double data = 24.0
                * work.get("m").asDouble()
                * work.get("n").asDouble()
                * work.get("pairs").asInt();
        List<Figure> figures = new ArrayList<>();
        for (JsonNode row : report.get("results")) {
            String strategy = row.get("strategy").asText();
            int jvms = 1
                    + (usesProcesses(strategy)
                            ? row.get("effective").get("workers").asInt()
                            : 0)
                    + (strategy.equals("processes-hosted") ? 1 : 0);
            double bound = 1.1 * data / MEBIBYTE + FIXED_MEBIBYTES + jvms * MEBIBYTES_A_JVM;
            double peak = row.get("peak_rss_bytes").asDouble() / MEBIBYTE;
            figures.add(new Figure(
                    row.get("spec").asText(),
                    Goal.number(peak) + " MiB",
                    Goal.number(bound) + " MiB",
                    peak / bound,
                    Goal.ratioAtMost(1),
                    Map.of("peak_mebibytes", List.of(peak), "bound_mebibytes", List.of(bound))));
        }
        return figures;
    }

    private static boolean usesProcesses(String strategy) {
        return strategy.startsWith("processes-") || strategy.equals("independent");
    }

    private static List<Figure> plan(Bench bench) {
        CompareCommand.calibrate(bench);
        List<BatchSize> grid = bench.quick()
                ? List.of(new BatchSize(500, 32, 2))
                : List.of(
                        new BatchSize(300, 300, 5),
                        new BatchSize(700, 64, 5),
                        new BatchSize(1000, 32, 5),
                        new BatchSize(2000, 8, 3));
        List<Double> errors = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        for (BatchSize size : grid) {
            for (JsonNode row : measured(bench, size).get("results")) {
                Figure figure = predicted(size, row);
                figures.add(figure);
                if (row.get("median_seconds").asDouble() >= SHORTEST_SECONDS) {
                    errors.add(figure.value());
                }
            }
        }
        figures.add(errorsOf(errors, 0.5, "median error", Goal.atMost(5, "%")));
        figures.add(errorsOf(errors, 0.9, "90 % of the errors", Goal.atMost(10, "%")));
        return figures;
    }

    private static JsonNode measured(Bench bench, BatchSize size) {
        return CompareCommand.run(
                bench,
                Optional.empty(),
                List.of(
                        "--size",
                        Integer.toString(size.n()),
                        "--pairs",
                        Integer.toString(size.pairs()),
                        "--rounds",
                        Integer.toString(size.rounds()),
                        "--strategies",
                        "sequential,blas-threads,threads,processes-shared,processes-serialized,processes-hosted"));
    }

    private static Figure predicted(BatchSize size, JsonNode row) {
        double seconds = row.get("median_seconds").asDouble();
        double prediction = row.get("predicted_seconds").asDouble(Double.NaN);
        return new Figure(
                size + ", " + row.get("strategy").asText(),
                Figure.time(prediction),
                Figure.time(seconds),
                100 * Math.abs(prediction - seconds) / seconds,
                Goal.NONE,
                Map.of("predicted", List.of(prediction), "measured", List.of(seconds)));
    }

    private static Figure errorsOf(List<Double> errors, double share, String label, Goal goal) {
        double[] percent = errors.stream().mapToDouble(Double::doubleValue).toArray();
        double value = percent.length == 0 ? Double.NaN : Statistics.quantile(share, percent);
        return new Figure(label, Goal.number(value) + " %", "0 %", value, goal, Map.of("error_percent", errors));
    }
}

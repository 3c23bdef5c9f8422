package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures that {@code compare} reports itself: memory. */
final class ReportRows {
    private static final double MEBIBYTE = 1 << 20;
    private static final double FIXED_MEBIBYTES = 128;
    private static final double MEBIBYTES_A_JVM = 96;

    private ReportRows() {}

    static List<Row> all() {
        return List.of(Row.ofFullRun("memory", "peak memory of every strategy, from cold", ReportRows::memory));
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
}

package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.blaspool.measure.Operands;

/** Pools of worker JVMs against {@code threads}: what the way of the operands costs. */
final class PoolRows {
    private static final String JAVA_CODEC = "processes-serialized:codec=java";

    private PoolRows() {}

    static List<Row> all() {
        return List.of(
                Row.of("shared", "processes-shared vs threads", PoolRows::shared),
                Row.of("shared-c", "processes-shared vs plain C, one BLAS thread a caller", PoolRows::sharedVersusC),
                Row.of("serialized-raw", "processes-serialized, codec raw vs threads", PoolRows::raw),
                Row.of(
                        "serialized-java-17",
                        "processes-serialized, codec java vs threads, on JDK 17",
                        bench -> java(bench, 17, 1.35)),
                Row.of(
                        "serialized-java-25",
                        "processes-serialized, codec java vs threads, on JDK 25",
                        bench -> java(bench, 25, 1.2)));
    }

    private static List<Figure> shared(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        for (BatchSize size : BatchSize.of(bench)) {
            Goal goal = Goal.ratioAtMost(size.n() == 2000 ? 1.01 : 1.02);
            figures.add(versusThreads(bench, "processes-shared", size, goal));
        }
        return figures;
    }

    private static List<Figure> sharedVersusC(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        for (BatchSize size : BatchSize.of(bench)) {
            try (Contender ours = WarmStrategy.of(bench, "processes-shared", size.n(), size.pairs());
                    Contender reference =
                            ReferenceProgram.inC(bench, "threads", size.n(), size.pairs(), size.pairs())) {
                figures.add(
                        Figure.of(size.toString(), Duel.of(ours, reference, size.rounds()), Goal.ratioAtMost(1.02)));
            }
        }
        return figures;
    }

    private static List<Figure> raw(Bench bench) {
        String spec = "processes-serialized:codec=raw";
        if (bench.quick()) {
            return List.of(versusThreads(bench, spec, new BatchSize(1000, 8, 3), Goal.ratioAtMost(1.12)));
        }
        return List.of(
                versusThreads(bench, spec, new BatchSize(1000, 32, 10), Goal.ratioAtMost(1.12)),
                versusThreads(bench, spec, new BatchSize(2000, 24, 6), Goal.ratioAtMost(1.06)));
    }

    /** Both over the same operands, in shared memory. */
    private static Figure versusThreads(Bench bench, String spec, BatchSize size, Goal goal) {
        try (Operands operands = WarmStrategy.operands(bench, size.n(), size.pairs(), true);
                Contender threads = WarmStrategy.over(bench, "threads", operands);
                Contender ours = WarmStrategy.over(bench, spec, operands)) {
            return Figure.of(size.toString(), Duel.of(ours, threads, size.rounds()), goal);
        }
    }

    private static List<Figure> java(Bench bench, int feature, double limit) {
        int n = bench.count(2000, 1000);
        int pairs = bench.count(24, 8);
        JsonNode report = CompareCommand.run(
                bench,
                Optional.of(Jdks.find(feature)),
                List.of(
                        "--size",
                        Integer.toString(n),
                        "--pairs",
                        Integer.toString(pairs),
                        "--rounds",
                        Integer.toString(bench.count(6, 2)),
                        "--strategies",
                        "threads," + JAVA_CODEC));
        Duel duel = CompareCommand.duel(report, "processes-serialized", "threads");
        String jdk = report.get("machine").get("java").asText();
        return List.of(Figure.of(
                "n=" + n + ", " + pairs + " pairs, " + jdk, duel, n == 2000 ? Goal.ratioAtMost(limit) : Goal.NONE));
    }
}

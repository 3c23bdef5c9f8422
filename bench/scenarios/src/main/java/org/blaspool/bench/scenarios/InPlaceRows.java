package org.blaspool.bench.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.blaspool.measure.Statistics;

/** {@code threads} against the machine's peak and against plain C over the same OpenBLAS. */
final class InPlaceRows {
    private static final double SHARE_OF_PEAK = 0.92;
    private static final double RATIO_TO_C = 1.01;
    private static final double WORKING_SET_BYTES = 16 << 20;

    private InPlaceRows() {}

    static List<Row> all() {
        return List.of(
                Row.of("peak", "threads at n=2000 vs FMA peak of all CPUs", InPlaceRows::peak),
                Row.of("plain-c", "threads vs plain C, one BLAS thread a caller", InPlaceRows::plainC),
                Row.of(
                        "middle-sizes",
                        "threads:workers=1 vs the same OpenBLAS called plainly",
                        InPlaceRows::middleSizes));
    }

    private static List<Figure> peak(Bench bench) {
        int pairs = bench.count(100, 4);
        double flop = 2.0 * 2000 * 2000 * 2000 * pairs;
        double[] rates = new double[bench.count(3, 2)];
        double[] peaks = new double[rates.length];
        double[] shares = new double[rates.length];
        try (Contender ours = WarmStrategy.of(bench, "threads", 2000, pairs)) {
            for (int i = 0; i < rates.length; i++) {
                double before = bench.peak();
                rates[i] = flop / ours.seconds();
                peaks[i] = (before + bench.peak()) / 2;
                shares[i] = 100 * rates[i] / peaks[i];
            }
        }
        return List.of(new Figure(
                "n=2000, " + pairs + " pairs",
                gigaflops(rates),
                gigaflops(peaks),
                Statistics.median(shares),
                Goal.atLeast(100 * SHARE_OF_PEAK, "%"),
                Map.of("ours_flop_per_second", Figure.list(rates), "peak_flop_per_second", Figure.list(peaks))));
    }

    private static String gigaflops(double[] rates) {
        return Goal.number(Statistics.median(rates) / 1e9) + " GFLOP/s";
    }

    private static List<Figure> plainC(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        for (BatchSize size : BatchSize.of(bench)) {
            try (Contender ours = WarmStrategy.of(bench, "threads", size.n(), size.pairs());
                    Contender reference =
                            ReferenceProgram.inC(bench, "threads", size.n(), size.pairs(), size.pairs())) {
                Duel duel = Duel.of(ours, reference, size.rounds());
                figures.add(Figure.of(size.toString(), duel, Goal.ratioAtMost(RATIO_TO_C)));
            }
        }
        return figures;
    }

    private static List<Figure> middleSizes(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        for (int n : bench.quick() ? new int[] {104, 256} : new int[] {104, 128, 192, 256, 384}) {
            int resident = (int) Math.max(2, WORKING_SET_BYTES / (3 * 8.0 * n * n));
            // 5 % faster is what the smallest of the gains has to be.
            figures.add(middleSize(bench, n, 1, "hot", Goal.ratioAtMost(1 / 1.05)));
            figures.add(middleSize(bench, n, resident, "16 MiB", Goal.ratioAtMost(1 / 1.05)));
        }
        return figures;
    }

    private static Figure middleSize(Bench bench, int n, int pairs, String residency, Goal goal) {
        double flopOfRound = bench.quick() ? 1e9 : 5e9;
        int products = Math.max(pairs, (int) (flopOfRound / (2.0 * n * n * n)));
        try (Contender ours = new RepeatedProducts(bench, n, pairs, products);
                Contender reference = ReferenceProgram.inC(bench, "sequential", n, pairs, products)) {
            Duel duel = Duel.of(ours.dividedBy(products), reference.dividedBy(products), bench.count(15, 5));
            return Figure.of("n=" + n + ", " + residency, duel, goal);
        }
    }
}

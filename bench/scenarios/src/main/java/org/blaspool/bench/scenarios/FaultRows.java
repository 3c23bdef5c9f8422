package org.blaspool.bench.scenarios;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.measure.Operands;
import org.blaspool.measure.Statistics;
import org.blaspool.strategy.Strategy;
import org.blaspool.verify.Verification;

/** What it costs to be safe: a worker that is killed in the middle of a batch. */
final class FaultRows {
    private static final List<String> POOLS = List.of(
            "processes-shared:workers=2",
            "processes-serialized:workers=2:codec=raw",
            "processes-hosted:workers=2",
            "independent:workers=2");
    private static final double RATIO = 1.5;
    private static final Pattern RANGE = Pattern.compile("products ([-0-9, ]+) went to others");

    private FaultRows() {}

    static List<Row> all() {
        return List.of(Row.of(
                "worker-killed",
                "delay by one worker killed amid 100 products vs its restart and its products again",
                FaultRows::killed));
    }

    private static List<Figure> killed(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        int n = bench.count(1000, 300);
        try (Operands operands = WarmStrategy.operands(bench, n, 100, true)) {
            for (String spec : POOLS) {
                figures.add(killed(bench, spec, operands, n, bench.count(7, 3)));
            }
        }
        return figures;
    }

    /**
     * Rounds with and without a kill in turns. A restart is timed alone, as a pool of one worker that starts while
     * nothing else runs; the products again are those that the dead worker had in hand, by the time of one of them in an
     * undisturbed round on one worker.
     */
    private static Figure killed(Bench bench, String spec, Operands operands, int n, int rounds) {
        Verification verification = Verification.of(operands.batch(), 1, bench.workers());
        double[] undisturbed = new double[rounds];
        double[] delays = new double[rounds];
        double[] allowances = new double[rounds];
        double restart = restart(bench, spec, rounds);
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try (Strategy strategy = bench.strategy(spec)) {
            strategy.start();
            strategy.load(operands.batch());
            strategy.run();
            for (int i = 0; i < rounds; i++) {
                undisturbed[i] = strategy.run().seconds();
                int deaths = strategy.notes().size();
                ScheduledFuture<?> kill = killer.schedule(
                        FaultRows::killAWorker, (long) (undisturbed[i] / 2 * 1e9), TimeUnit.NANOSECONDS);
                operands.poisonResults();
                double disturbed = strategy.run().seconds();
                kill.get();
                strategy.collect();
                verification.check(operands.batch()).ifPresent(what -> {
                    throw new IllegalStateException(what);
                });
                List<String> notes = strategy.notes();
                if (notes.size() != deaths + 1) {
                    throw new IllegalStateException("one worker was killed, notes=" + notes);
                }
                double again = products(notes.get(deaths))
                        * undisturbed[i]
                        * bench.workers()
                        / operands.batch().size();
                delays[i] = disturbed - undisturbed[i];
                allowances[i] = restart + again;
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            killer.shutdownNow();
        }
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, i -> delays[i] / allowances[i]);
        return new Figure(
                spec + ", n=" + n,
                "+" + Figure.time(Math.max(0, Statistics.median(delays))),
                Figure.time(Statistics.median(allowances)),
                Statistics.median(ratios),
                Goal.ratioAtMost(RATIO),
                Map.of(
                        "undisturbed",
                        Figure.list(undisturbed),
                        "delay",
                        Figure.list(delays),
                        "restart_and_products_again",
                        Figure.list(allowances)));
    }

    private static double restart(Bench bench, String spec, int rounds) {
        double[] seconds = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            try (Strategy one = bench.strategy(spec.replace("workers=2", "workers=1"))) {
                long start = System.nanoTime();
                one.start();
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return Statistics.median(seconds);
    }

    private static void killAWorker() {
        ProcessHandle.current()
                .children()
                .filter(FaultRows::isWorker)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker to kill"))
                .destroyForcibly();
    }

    private static boolean isWorker(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("org.blaspool.worker.WorkerMain");
    }

    private static int products(String death) {
        Matcher ranges = RANGE.matcher(death);
        if (!ranges.find()) {
            return 0;
        }
        int products = 0;
        for (String range : ranges.group(1).split(",")) {
            String[] ends = range.trim().split("-");
            products += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return products;
    }
}

package org.blaspool.bench.scenarios;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.blas.BlasSpec;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.measure.Operands;
import org.blaspool.measure.Workload;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.pool.PoolOptions;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.pool.ProcessPool;
import org.blaspool.pool.ScratchDirectory;

/** Whole programs, tasks and workers against numpy's. */
final class NumpyRows {
    private static final int CHUNKED_TASKS = 100_000;

    private NumpyRows() {}

    static List<Row> all() {
        return List.of(
                Row.of("starmap", "processes-serialized, codec java vs numpy Pool.starmap", NumpyRows::starmap),
                Row.of(
                        "cold-threads",
                        "the whole program from cold, threads vs numpy ThreadPool",
                        bench -> fromCold(bench, "threads", "threadpool", 0.88)),
                Row.of(
                        "cold-shared",
                        "the whole program from cold, processes-shared vs numpy SharedMemory",
                        bench -> fromCold(bench, "processes-shared", "shared", 0.7)),
                Row.of(
                        "small-task",
                        "one task of n=4, chunk size 1, processes-shared vs numpy Pool.starmap",
                        NumpyRows::smallTask),
                Row.of("small-chunks", "small tasks in default chunks, pools vs numpy's", NumpyRows::smallChunks),
                Row.of("worker", "a worker JVM ready vs a numpy worker by spawn", NumpyRows::worker));
    }

    private static List<Figure> starmap(Bench bench) {
        int n = bench.count(2000, 500);
        int pairs = bench.count(24, 16);
        try (Contender ours = WarmStrategy.of(bench, "processes-serialized:codec=java", n, pairs);
                Contender numpy = ReferenceProgram.numpyComputing(bench, "pool", n, pairs)) {
            Duel duel = Duel.of(ours, numpy, bench.count(4, 2));
            return List.of(Figure.of("n=" + n + ", " + pairs + " pairs", duel, Goal.ratioAtMost(0.5)));
        }
    }

    private static List<Figure> fromCold(Bench bench, String spec, String mode, double limit) {
        int n = bench.count(2000, 500);
        int pairs = bench.count(100, 16);
        Workload workload = new Workload(n, n, n, pairs, Fill.ONES, 42);
        Runnable back = () -> backMemory(workload, bench.workers());
        try (Contender ours = new ColdStrategy(bench, spec, workload).after(back);
                Contender numpy =
                        ReferenceProgram.numpyFromCold(bench, mode, n, pairs).after(back)) {
            Duel duel = Duel.of(ours, numpy, 2);
            return List.of(Figure.of("n=" + n + ", " + pairs + " pairs", duel, Goal.ratioAtMost(limit)));
        }
    }

    /**
     * Touches as much memory as the program needs and gives it back. A virtual machine's host takes free pages away, and
     * whoever is the first to touch them again waits for it 10 to 30 times as long as for the kernel: it would be chance
     * which of the two that is.
     */
    private static void backMemory(Workload workload, int threads) {
        MatrixStore.reserve(Operands.footprint(workload), false, threads).close();
    }

    private static List<Figure> smallTask(Bench bench) {
        int ourTasks = bench.count(100_000, 20_000);
        int theirTasks = bench.count(20_000, 2_000);
        try (Contender ours = WarmStrategy.of(bench, "processes-shared:chunk-size=1", 4, ourTasks);
                Contender numpy = ReferenceProgram.numpyComputing(bench, "pool-single", 4, theirTasks)) {
            Duel duel = Duel.of(ours.dividedBy(ourTasks), numpy.dividedBy(theirTasks), bench.count(9, 3));
            return List.of(
                    Figure.of("a task by its reference", duel, Goal.ratioAtMost(1 / 200.0)),
                    Figure.of("a task", duel, duel.ourMedian() * 1e6, Goal.atMost(0.15, "us")));
        }
    }

    private static List<Figure> smallChunks(Bench bench) {
        List<Figure> figures = new ArrayList<>();
        int tasks = bench.count(CHUNKED_TASKS, 5_000);
        for (int n : new int[] {4, 16}) {
            figures.add(smallChunk(bench, "threads", "threadpool", n, tasks));
            figures.add(smallChunk(bench, "processes-shared", "pool", n, tasks));
            figures.add(smallChunk(bench, "processes-serialized", "pool", n, tasks));
        }
        return figures;
    }

    private static Figure smallChunk(Bench bench, String spec, String mode, int n, int tasks) {
        try (Contender ours = WarmStrategy.of(bench, spec, n, tasks);
                Contender numpy = ReferenceProgram.numpyComputing(bench, mode, n, tasks)) {
            Duel duel = Duel.of(ours.dividedBy(tasks), numpy.dividedBy(tasks), bench.count(5, 2));
            return Figure.of("n=" + n + ", " + spec + " vs " + mode, duel, Goal.NONE);
        }
    }

    private static List<Figure> worker(Bench bench) {
        try (Contender ours = new WorkerStart();
                Contender numpy = ReferenceProgram.numpyComputing(bench, "spawn", 1, 1)) {
            ours.seconds();
            numpy.seconds();
            Duel duel = Duel.of(ours, numpy, bench.count(15, 3));
            return List.of(
                    Figure.of("ready, by its reference", duel, Goal.ratioAtMost(1)),
                    Figure.of("ready", duel, duel.ourMedian() * 1e3, Goal.atMost(100, "ms")));
        }
    }

    /** A pool of one worker until it is ready: JVM, library, BLAS, connected. Stopping it is outside the clock. */
    private static final class WorkerStart implements Contender {
        @Override
        public double seconds() {
            Surroundings surroundings = Surroundings.of(BlasSpec.BUNDLED.toString(), ScratchDirectory.byEnvironment());
            long start = System.nanoTime();
            try (ProcessPool pool = ProcessPool.start(PoolOptions.of(1, surroundings))) {
                double seconds = (System.nanoTime() - start) / 1e9;
                if (pool.pids().size() != 1) {
                    throw new IllegalStateException("workers=" + pool.pids() + ", expected 1");
                }
                return seconds;
            }
        }

        @Override
        public void close() {
            // Each start closes its own pool.
        }
    }
}

package org.blaspool.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills, crashes, stops and slows workers at random moments while batches run: every product is delivered, and
 * bit-identical to the undisturbed run. Repeatable by seed: {@code -Dchaos.seed=S -Dchaos.kills=N}, N for each pool.
 */
class ChaosTest {
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final int KILLS = Integer.getInteger("chaos.kills", 4);
    private static final int PRODUCTS = 60;
    /** So much a worker has computed when it is no longer starting, also on a machine that is busy with other things. */
    private static final long STARTED_CPU_MILLIS = 400;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "processes-shared:workers=3:chunk-size=2",
                "processes-serialized:workers=3:codec=raw:chunk-size=2",
                "processes-serialized:workers=3:codec=java:chunk-size=2",
                "processes-hosted:workers=3:chunk-size=2",
                "independent:workers=3:chunk-size=2"
            })
    void shouldDeliverEveryProductBitForBitWhateverHappensToWorkers(String spec) throws Exception {
        Random random = new Random(SEED);
        long start = System.nanoTime();
        Tally tally = new Tally();
        List<String> mapped = mappedRegions();
        long descriptors = descriptors();
        CpuTopology topology = CpuTopology.read();
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                MatrixStore store = MatrixStore.sharedMemory()) {
            StrategyContext context = new StrategyContext(
                    blas,
                    Surroundings.of("bundled", scratch),
                    topology,
                    CpuAllotment.read(topology),
                    false,
                    () -> SplitRules.NONE);
            Batch batch = mixedBatch(store, random);
            List<double[]> undisturbed;
            try (Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
                strategy.start();
                strategy.load(batch);
                strategy.run();
                strategy.collect();
                undisturbed = results(batch);
            }
            try (Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
                strategy.start();
                while (tally.deaths < KILLS) {
                    clear(batch);
                    long seed = random.nextLong();
                    // All in one thread: a strategy is for whoever loaded its batch.
                    Assertions.assertTimeoutPreemptively(
                            Duration.ofSeconds(120), () -> runDisturbed(strategy, batch, seed), "a batch hangs");
                    compare(batch, undisturbed);
                    tally.batches++;
                    tally.deaths = strategy.notes().size();
                }
            }
        }
        assertThat(descendantsLeft()).isEmpty();
        assertThat(scratch).isEmptyDirectory();
        assertThat(mappedRegions()).as("memfd mappings left").hasSameSizeAs(mapped);
        assertThat(descriptors()).as("descriptors left").isLessThanOrEqualTo(descriptors + 8);
        System.out.printf(
                "chaos: %s seed=%d deaths=%d batches=%d products=%d seconds=%.1f%n",
                spec, SEED, tally.deaths, tally.batches, tally.batches * PRODUCTS, (System.nanoTime() - start) / 1e9);
    }

    /** What goes on living: on a busy machine a process may take its time to end, but it ends. */
    private static List<String> descendantsLeft() throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        List<ProcessHandle> left;
        do {
            left = StartedProcesses.all();
            Thread.sleep(left.isEmpty() ? 0 : 100);
        } while (!left.isEmpty() && System.nanoTime() < deadline);
        return left.stream().map(StartedProcesses::commandLine).toList();
    }

    private static void runDisturbed(Strategy strategy, Batch batch, long seed) throws Exception {
        strategy.load(batch);
        try (Disturbance disturbance = new Disturbance(seed)) {
            strategy.run();
            disturbance.end();
        }
        strategy.collect();
    }

    private static final class Tally {
        int deaths;
        int batches;
    }

    private static Batch mixedBatch(MatrixStore store, Random random) {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            int largest = i % 10 == 0 ? 700 : 200;
            int m = 1 + random.nextInt(largest);
            int k = 1 + random.nextInt(largest);
            int n = 1 + random.nextInt(largest);
            products.add(Dgemm.of(
                    filled(store, m, k, random),
                    filled(store, k, n, random),
                    store.allocate(new Shape(m, n), i % 3 == 0 ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR)));
        }
        return new Batch(products);
    }

    private static StoredMatrix filled(MatrixStore store, int rows, int columns, Random random) {
        double[] values = random.doubles((long) rows * columns, -1, 1).toArray();
        return store.copyOf(values, rows, columns, Layout.COLUMN_MAJOR);
    }

    private static List<double[]> results(Batch batch) {
        return batch.products().stream()
                .map(product -> product.c().toArray(product.c().layout()))
                .toList();
    }

    private static void clear(Batch batch) {
        for (Dgemm product : batch.products()) {
            double[] nothing = new double[(int) product.c().shape().elements()];
            Arrays.fill(nothing, Double.NaN);
            product.c().put(nothing, product.c().layout());
        }
    }

    private static void compare(Batch batch, List<double[]> expected) {
        List<double[]> results = results(batch);
        for (int i = 0; i < results.size(); i++) {
            assertThat(Arrays.equals(results.get(i), expected.get(i)))
                    .as("product %d is bit-identical", i)
                    .isTrue();
        }
    }

    private static List<String> mappedRegions() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("memfd:blaspool")).toList();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** Sends signals to workers at random moments until it is ended. */
    private static final class Disturbance implements AutoCloseable {
        private final Random random;
        private final Thread thread;
        private volatile boolean ended;

        Disturbance(long seed) {
            random = new Random(seed);
            thread = new Thread(this::disturb, "chaos");
            thread.start();
        }

        private void disturb() {
            try {
                while (!ended) {
                    Thread.sleep(random.nextInt(60));
                    // Now and then the array server too: what it held must be restored, which takes time.
                    List<ProcessHandle> workers = StartedProcesses.running(
                            random.nextInt(8) == 0 ? "org.blaspool.worker." : "org.blaspool.worker.WorkerMain");
                    if (workers.isEmpty() || ended) {
                        continue;
                    }
                    ProcessHandle victim = workers.get(random.nextInt(workers.size()));
                    // Always struck while they start, workers would never do a chunk, and the pool gives up, as it
                    // should.
                    if (hasStarted(victim) || random.nextInt(4) == 0) {
                        strike(victim.pid());
                    }
                    Thread.sleep(random.nextInt(400));
                }
            } catch (InterruptedException | IOException e) {
                // The batch is done.
            }
        }

        private static boolean hasStarted(ProcessHandle worker) {
            return worker.info()
                    .totalCpuDuration()
                    .filter(used -> used.toMillis() > STARTED_CPU_MILLIS)
                    .isPresent();
        }

        private void strike(long pid) throws IOException, InterruptedException {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> signal("KILL", pid);
                case 3 -> signal("SEGV", pid);
                case 4 -> signal("STOP", pid);
                default -> {
                    // Slowed: stopped again and again, each time for less than counts as hung.
                    for (int i = 0; i < 3; i++) {
                        signal("STOP", pid);
                        Thread.sleep(random.nextInt(100));
                        signal("CONT", pid);
                    }
                }
            }
        }

        private static void signal(String name, long pid) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }

        void end() {
            ended = true;
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

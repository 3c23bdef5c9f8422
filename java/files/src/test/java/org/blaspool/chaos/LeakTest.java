package org.blaspool.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses pools for a long time holds no more in the end than in the beginning. */
class LeakTest {
    private static final List<String> SPECS = List.of(
            "processes-shared:workers=1",
            "processes-serialized:workers=1:codec=raw",
            "processes-serialized:workers=1:codec=java",
            "processes-hosted:workers=1",
            "independent:workers=1");
    private static final int CYCLES = 40;

    @TempDir
    Path scratch;

    private BlasLibrary blas;
    private StrategyContext context;

    @BeforeEach
    void openBlas() {
        blas = BlasSpec.BUNDLED.open();
        CpuTopology topology = CpuTopology.read();
        context = new StrategyContext(
                blas,
                Surroundings.of("bundled", scratch),
                topology,
                CpuAllotment.read(topology),
                false,
                () -> SplitRules.NONE);
    }

    @AfterEach
    void closeBlas() {
        blas.close();
    }

    @Test
    void shouldHoldNoMoreAfterFortyPoolsThanAfterTheFirst() throws Exception {
        for (String spec : SPECS) {
            compute(spec);
        }
        Holdings before = Holdings.now();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            compute(SPECS.get(cycle % SPECS.size()));
        }
        before.assertNoMoreAfter(CYCLES);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void shouldHoldNoMoreAfterTwentyReplacedWorkersThanBefore() throws Exception {
        for (String spec :
                List.of("processes-shared:workers=1:chunk-size=1", "processes-hosted:workers=1:chunk-size=1")) {
            try (MatrixStore store = MatrixStore.sharedMemory();
                    Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
                strategy.start();
                strategy.load(batch(store));
                killAndCompute(strategy);
                Holdings before = Holdings.now();
                for (int kill = 0; kill < CYCLES / 2; kill++) {
                    killAndCompute(strategy);
                }
                assertThat(strategy.notes().stream().filter(note -> note.contains("SIGKILL")))
                        .hasSize(1 + CYCLES / 2);
                before.assertNoMoreAfter(CYCLES / 2);
            }
        }
    }

    @Test
    void shouldRunThreePoolsAtOnceInOneProcess() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (String spec : SPECS.subList(0, 3)) {
                futures.add(callers.submit(() -> {
                    for (int i = 0; i < 3; i++) {
                        compute(spec);
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(scratch).isEmptyDirectory();
        assertThat(StartedProcesses.all()).isEmpty();
    }

    private void compute(String spec) {
        try (MatrixStore store = MatrixStore.sharedMemory();
                Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
            Batch batch = batch(store);
            strategy.start();
            strategy.load(batch);
            strategy.run();
            strategy.collect();
            assertProducts(batch);
        }
    }

    /** The worker is gone when the batch starts, or in its midst. */
    private void killAndCompute(Strategy strategy) {
        StartedProcesses.running("org.blaspool.worker.WorkerMain").forEach(ProcessHandle::destroyForcibly);
        strategy.run();
        strategy.collect();
    }

    private static Batch batch(MatrixStore store) {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            products.add(Dgemm.of(
                    store.copyOf(new double[][] {{i, 1}, {2, 3}}),
                    store.copyOf(new double[][] {{1, 0}, {0, 2}}),
                    store.allocate(2, 2)));
        }
        return new Batch(products);
    }

    private static void assertProducts(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            assertThat(batch.get(i).c().toRows()).isDeepEqualTo(new double[][] {{i, 2}, {2, 6}});
        }
    }

    /** What this process holds of the kernel's. */
    private record Holdings(long descriptors, long memfds, long mappings, long children, long threads) {
        static Holdings now() throws IOException {
            return new Holdings(
                    entries("/proc/self/fd"),
                    mappings("memfd:blaspool"),
                    mappings(""),
                    StartedProcesses.all().size(),
                    entries("/proc/self/task"));
        }

        private static long entries(String directory) throws IOException {
            try (Stream<Path> files = Files.list(Path.of(directory))) {
                return files.count();
            }
        }

        private static long mappings(String text) throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
                return lines.filter(line -> line.contains(text)).count();
            }
        }

        /**
         * The JVM maps memory by itself, for compiled code and its heap; what leaks maps some with each repetition.
         *
         * @param repetitions since then
         */
        void assertNoMoreAfter(int repetitions) throws Exception {
            Thread.sleep(500); // threads that were told to end
            Holdings after = now();
            System.out.println("held before: " + this + "\nheld after:  " + after);
            assertThat(after.descriptors).as("descriptors").isLessThanOrEqualTo(descriptors);
            assertThat(after.memfds).as("shared regions").isLessThanOrEqualTo(memfds);
            assertThat(after.children).as("processes").isLessThanOrEqualTo(children);
            assertThat(after.mappings).as("mappings").isLessThan(mappings + repetitions);
            assertThat(after.threads).as("threads").isLessThanOrEqualTo(threads + 4);
        }
    }
}

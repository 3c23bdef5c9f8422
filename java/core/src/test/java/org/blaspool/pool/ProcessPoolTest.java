package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Shape;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.operation.Application;
import org.blaspool.plan.Codec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.SlotTimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessPoolTest {
    @TempDir
    Path scratch;

    private PoolOptions options(int workers) {
        return PoolOptions.of(workers, Surroundings.of("bundled", scratch));
    }

    private PoolOptions pinned(List<CpuSet> cpus) {
        return new PoolOptions(cpus.size(), 1, SplitRules.NONE, cpus, List.of(), Surroundings.of("bundled", scratch));
    }

    /** One worker with a home. */
    private PoolOptions atHome(int home, int blasThreads) {
        return new PoolOptions(
                1, blasThreads, SplitRules.NONE, List.of(), List.of(home), Surroundings.of("bundled", scratch));
    }

    private static Batch batch(MatrixStore store, int products, int size) {
        List<Dgemm> list = new ArrayList<>();
        for (int i = 0; i < products; i++) {
            StoredMatrix a = store.allocate(size, size);
            StoredMatrix b = store.allocate(size, size);
            for (int j = 0; j < size; j++) {
                a.set(j, j, i + 1);
                b.set(j, size - 1 - j, 2);
            }
            list.add(Dgemm.of(a, b, store.allocate(size, size)));
        }
        return new Batch(list);
    }

    private static void assertProducts(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            StoredMatrix c = batch.get(i).c();
            for (long j = 0; j < c.rows(); j++) {
                assertThat(c.get(j, c.rows() - 1 - j)).as("product %d", i).isCloseTo(2 * (i + 1), within(1e-9));
            }
        }
    }

    /** Kills a worker as soon as a task has been taken. */
    private static Thread killSoon(ProcessPool pool, TaskTable table) {
        Thread killer = new Thread(() -> {
            while (table.activity(0).currentChunk() < 0 && table.chunksDone() == 0) {
                Thread.onSpinWait();
            }
            ProcessHandle.of(pool.pids().get(0)).ifPresent(ProcessHandle::destroyForcibly);
        });
        killer.start();
        return killer;
    }

    @Test
    void shouldGiveTheChunkOfAKilledWorkerToAnother() throws InterruptedException {
        try (MatrixStore store = MatrixStore.sharedMemory();
                ProcessPool pool = ProcessPool.start(options(2))) {
            Batch batch = batch(store, 60, 700);
            RegionMap map = new RegionMap(batch.regions());
            try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(60, 3), 2, map, true)) {
                pool.attach(Attachment.shared(table, map));
                Thread killer = killSoon(pool, table);
                pool.work(null, KeptResults.none());
                killer.join();
                assertThat(table.chunksDone()).isEqualTo(20);
                pool.detach();
            }
            assertProducts(batch);
            assertThat(pool.deaths()).singleElement().satisfies(death -> {
                assertThat(death.cause()).isEqualTo("signal SIGKILL");
                assertThat(death.slot()).isZero();
            });
            assertThat(pool.pids())
                    .hasSize(2)
                    .allMatch(pid -> ProcessHandle.of(pid).isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void shouldSendTheTasksOfAKilledWorkerAgain(Codec codec) throws InterruptedException {
        try (MatrixStore store = MatrixStore.privateMemory();
                ProcessPool pool = ProcessPool.start(options(2))) {
            Batch batch = batch(store, 60, 600);
            RegionMap map = new RegionMap(batch.regions());
            try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(60, 3), 2, map, true)) {
                pool.attach(Attachment.notes(table));
                Thread killer = new Thread(() -> {
                    while (table.chunksDone() < 2) {
                        Thread.onSpinWait();
                    }
                    ProcessHandle.of(pool.pids().get(1)).ifPresent(ProcessHandle::destroyForcibly);
                });
                killer.start();
                pool.exchange(SerializedTasks.of(batch, table, codec), KeptResults.none());
                killer.join();
                assertThat(table.chunksDone()).isEqualTo(20);
                pool.detach();
            }
            assertProducts(batch);
            assertThat(pool.deaths()).hasSize(1);
        }
    }

    /** Which worker has had a chunk: the table is new each time, so that whoever is woken first could claim it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveFewChunksToTheSameWorkersEachTime(boolean shared) {
        try (MatrixStore store = MatrixStore.sharedMemory();
                ProcessPool pool = ProcessPool.start(options(3))) {
            Batch batch = batch(store, 2, 64);
            RegionMap map = new RegionMap(batch.regions());
            for (int round = 0; round < 50; round++) {
                try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(2, 2), 3, map, true)) {
                    pool.attach(shared ? Attachment.shared(table, map) : Attachment.notes(table));
                    List<SlotTimes> times = shared
                            ? pool.work(null, KeptResults.none())
                            : pool.exchange(SerializedTasks.of(batch, table, Codec.RAW), KeptResults.none());
                    assertThat(times)
                            .extracting(slot -> slot.nanos(TaskPhase.COMPUTE) > 0)
                            .containsExactly(true, false, false);
                    pool.detach();
                }
            }
            assertProducts(batch);
        }
    }

    @Test
    void shouldReplaceTheOnlyWorkerThatHasSomethingToDo() throws InterruptedException {
        try (MatrixStore store = MatrixStore.sharedMemory();
                ProcessPool pool = ProcessPool.start(options(2))) {
            Batch batch = batch(store, 3, 1500);
            RegionMap map = new RegionMap(batch.regions());
            try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(3, 3), 2, map, true)) {
                pool.attach(Attachment.shared(table, map));
                Thread killer = killSoon(pool, table);
                pool.work(null, KeptResults.none());
                killer.join();
                pool.detach();
            }
            assertProducts(batch);
            assertThat(pool.deaths()).extracting(WorkerDeath::slot).containsExactly(0);
        }
    }

    @Test
    void shouldPinEachWorkerAndReadItBack() {
        CpuSet allowed = CpuSet.parse(NativeAffinity.get(0));
        CpuSet first = CpuSet.of(allowed.first());
        CpuSet last = CpuSet.of(allowed.toArray()[allowed.size() - 1]);
        try (ProcessPool pool = ProcessPool.start(pinned(List.of(first, last)))) {
            assertThat(pool.cpus()).containsExactly(first.toString(), last.toString());
            assertThat(pool.blasThreads()).containsExactly(1, 1);
        }
    }

    @Test
    void shouldSayWhatABlasThatIsNoneIs() {
        assertThatThrownBy(() -> ProcessPool.start(PoolOptions.of(2, Surroundings.of("/etc/hostname", scratch))))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("/etc/hostname");
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNoProcessBehind() {
        List<Long> pids;
        try (ProcessPool pool = ProcessPool.start(options(3))) {
            pids = pool.pids();
            assertThat(pids).hasSize(3).allMatch(pid -> ProcessHandle.of(pid).isPresent());
        }
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldHaveTheThreadOfAWorkerThatComputesSleepAtHomeAndNoOther() throws IOException {
        String allowed = NativeAffinity.get(0);
        int home = CpuSet.parse(allowed).first();
        assumeTrue(CpuSet.parse(allowed).size() > 1, "home and mask differ where there are several CPUs");
        try (MatrixStore store = MatrixStore.sharedMemory();
                ProcessPool pool = ProcessPool.start(atHome(home, 2))) {
            assertThat(pool.cpus()).containsExactly(allowed);
            // Large enough for the BLAS to use its threads, which it starts then at the latest.
            Batch batch = batch(store, 2, 400);
            RegionMap map = new RegionMap(batch.regions());
            try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(2, 1), 1, map, true)) {
                pool.attach(Attachment.shared(table, map));
                pool.work(null, KeptResults.none());
                long pid = pool.pids().get(0);
                while (Collections.frequency(masks(pid), Integer.toString(home)) == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                List<String> masks = masks(pid);
                assertThat(Collections.frequency(masks, Integer.toString(home))).isEqualTo(1);
                assertThat(masks).hasSizeGreaterThan(2).containsOnly(allowed, Integer.toString(home));
                pool.detach();
            }
            assertProducts(batch);
        }
    }

    /** Says how many CPUs the thread has that computes, and one that it starts. */
    public static final class CountCpus implements Operation {
        private static final long serialVersionUID = 1L;

        @Override
        public Shape resultShape(List<Shape> operands) {
            return new Shape(2, 1);
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) throws InterruptedException {
            result.set(0, 0, cpus());
            // For a home to be worth its while.
            Thread.sleep(2);
            Thread started = new Thread(() -> result.set(1, 0, cpus()));
            started.start();
            started.join();
        }

        private static int cpus() {
            return CpuSet.parse(NativeAffinity.get(0)).size();
        }
    }

    @Test
    void shouldComputeWithAllCpusInWorkersThatSleepAtHome() {
        CpuSet allowed = CpuSet.parse(NativeAffinity.get(0));
        try (MatrixStore store = MatrixStore.sharedMemory();
                ProcessPool pool = ProcessPool.start(atHome(allowed.first(), 1))) {
            List<Application> calls = List.of(
                    new Application(List.of(store.allocate(1, 1)), store.allocate(2, 1)),
                    new Application(List.of(store.allocate(1, 1)), store.allocate(2, 1)));
            RegionMap map = new RegionMap(List.of(calls.get(0).result().region()));
            Operation operation = new CountCpus();
            for (Application call : calls) {
                try (TaskTable table = TaskTable.ofApplications(List.of(call), Chunking.uniform(1, 1), 1, map, true)) {
                    pool.attach(Attachment.shared(table, map), operation);
                    pool.work(operation, KeptResults.none());
                    pool.detach();
                }
                assertThat(call.result().get(0, 0)).isEqualTo(allowed.size());
                assertThat(call.result().get(1, 0)).isEqualTo(allowed.size());
            }
        }
    }

    @Test
    void shouldFeedAWorkerAtItsHomeAndLeaveTheFeedingThreadItsCpus() {
        String allowed = NativeAffinity.get(0);
        try (MatrixStore store = MatrixStore.privateMemory();
                ProcessPool pool =
                        ProcessPool.start(atHome(CpuSet.parse(allowed).first(), 1))) {
            List<Application> calls = List.of(new Application(List.of(store.allocate(1, 1)), store.allocate(2, 1)));
            RegionMap map = new RegionMap(List.of(calls.get(0).result().region()));
            try (TaskTable table = TaskTable.ofApplications(calls, Chunking.uniform(1, 1), 1, map, true)) {
                Operation operation = new CountCpus();
                pool.attach(Attachment.notes(table), operation);
                pool.exchange(SerializedTasks.of(operation, calls, table, Codec.RAW), KeptResults.none());
                pool.detach();
            }
            assertThat(calls.get(0).result().get(0, 0)).isEqualTo(1);
            assertThat(NativeAffinity.get(0)).isEqualTo(allowed);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldServeAWorkerAtItsHomeAndTheParentAnywhere() throws IOException {
        String allowed = NativeAffinity.get(0);
        int home = CpuSet.parse(allowed).first();
        assumeTrue(CpuSet.parse(allowed).size() > 1, "home and mask differ where there are several CPUs");
        try (ProcessPool pool = ProcessPool.start(atHome(home, 1))) {
            long worker = pool.pids().get(0);
            pool.startArrayServer();
            long server = pool.pids().stream()
                    .filter(pid -> pid != worker)
                    .findFirst()
                    .orElseThrow();
            pool.connectToArrayServer().close();
            assertThat(masks(server)).containsOnly(allowed);
            try (TaskTable table = TaskTable.ofClaims(Chunking.uniform(1, 1), 1, false)) {
                pool.attach(Attachment.hosted(table, Codec.RAW));
                while (!masks(server).contains(Integer.toString(home))) {
                    LockSupport.parkNanos(1_000_000);
                }
                assertThat(Collections.frequency(masks(server), Integer.toString(home)))
                        .isEqualTo(1);
                pool.detach();
            }
        }
    }

    /** Of all threads of a process. */
    private static List<String> masks(long pid) throws IOException {
        List<String> masks = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                try {
                    masks.add(NativeAffinity.get(
                            Integer.parseInt(thread.getFileName().toString())));
                } catch (RuntimeException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return masks;
    }
}

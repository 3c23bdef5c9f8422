package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.operation.Application;
import org.blaspool.plan.Codec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that runs out of memory: what the report says of it, and that the batch goes on. */
class OutOfMemoryTest {
    /** The file that tells the operation that its worker has died already; workers have this process's /proc. */
    private static final String MARKER = "/tmp/blaspool-oom-test-%d";

    private static final Path GROUPS_VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path GROUPS_VERSION_2 = Path.of("/sys/fs/cgroup");

    @TempDir
    Path scratch;

    /** Copies its operand; the first call that is for {@code victim} eats up memory before it. */
    public abstract static class Glutton implements Operation {
        private static final long serialVersionUID = 1L;

        @Override
        public Shape resultShape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) {
            Matrix operand = operands.get(0);
            Path marker = marker(ProcessHandle.current().parent().orElseThrow().pid());
            try {
                if (operand.get(0, 0) == 5 && !Files.exists(marker)) {
                    Files.createFile(marker);
                    eat(marker);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            result.copyFrom(operand);
        }

        abstract void eat(Path marker) throws IOException;
    }

    /** Fills the heap. */
    public static final class HeapGlutton extends Glutton {
        private static final long serialVersionUID = 1L;

        @Override
        void eat(Path marker) {
            List<long[]> eaten = new ArrayList<>();
            while (true) {
                eaten.add(new long[Integer.MAX_VALUE - 8]);
            }
        }
    }

    /** Puts itself into a control group of 64 MiB and takes 256 MiB outside the heap. */
    public static final class GroupGlutton extends Glutton {
        private static final long serialVersionUID = 1L;

        @Override
        void eat(Path marker) throws IOException {
            Files.writeString(
                    group(ProcessHandle.current().parent().orElseThrow().pid()).resolve("cgroup.procs"),
                    Long.toString(ProcessHandle.current().pid()));
            List<ByteBuffer> eaten = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(16 << 20);
                while (bytes.hasRemaining()) {
                    bytes.put((byte) 1);
                }
                eaten.add(bytes);
            }
        }
    }

    private static Path marker(long parent) {
        return Path.of(String.format(MARKER, parent));
    }

    private static Path group(long parent) {
        Path groups = Files.isDirectory(GROUPS_VERSION_1) ? GROUPS_VERSION_1 : GROUPS_VERSION_2;
        return groups.resolve("blaspool-oom-test-" + parent);
    }

    private List<String> deathsOf(Operation operation) throws IOException {
        Path marker = marker(ProcessHandle.current().pid());
        Files.deleteIfExists(marker);
        try (MatrixStore store = MatrixStore.privateMemory();
                ProcessPool pool = ProcessPool.start(PoolOptions.of(2, Surroundings.of("bundled", scratch)))) {
            List<Application> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(new Application(List.of(store.copyOf(new double[][] {{i, 1}})), store.allocate(1, 2)));
            }
            RegionMap map = new RegionMap(store.regions());
            try (TaskTable table = TaskTable.ofApplications(calls, Chunking.uniform(12, 2), 2, map, true)) {
                pool.attach(Attachment.notes(table), operation);
                pool.exchange(SerializedTasks.of(operation, calls, table, Codec.RAW), KeptResults.none());
                pool.detach();
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).result().toRows()).isDeepEqualTo(new double[][] {{i, 1}});
            }
            return pool.deaths().stream().map(WorkerDeath::cause).toList();
        } finally {
            Files.deleteIfExists(marker);
        }
    }

    @Test
    void shouldTellThatAWorkersHeapWasFullAndGoOn() throws Exception {
        assertThat(deathsOf(new HeapGlutton())).containsExactly("exit code 3 (out of memory: Java heap space)");
    }

    @Test
    void shouldTellThatTheKernelKilledAWorkerForItsMemoryAndGoOn() throws Exception {
        Path group = group(ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
        } catch (IOException e) {
            assumeTrue(false, "no control group can be made: " + e);
        }
        try {
            Path version1 = group.resolve("memory.limit_in_bytes");
            Path limit = Files.exists(version1) ? version1 : group.resolve("memory.max");
            assumeTrue(Files.exists(limit), "the memory controller is not enabled in " + group);
            Files.writeString(limit, Long.toString(64 << 20));
            assertThat(deathsOf(new GroupGlutton()))
                    .singleElement()
                    .asString()
                    .startsWith("signal SIGKILL (the kernel's out-of-memory killer struck ");
        } finally {
            Files.deleteIfExists(group);
        }
    }
}

package org.blaspool.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.observe.Observation;
import org.blaspool.plan.Codec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.unpack.ArchiveCache;

/**
 * The classes of a worker, parsed, verified and laid out once and mapped by every worker after that (class data
 * sharing). The archive is recorded by a worker that does a bit of everything, when the first pool that found none is
 * closed: neither a start nor a measurement waits for it, that close takes a second longer. There is none where the
 * class path has directories, as in a build; workers then start as ever. Who installed the class path may have made one
 * beside it, and says so by a system property.
 */
final class WorkerArchive {
    private static final int RECORDING_MILLIS = 30_000;

    /** One attempt a process: what did not work once would cost every close of a pool. */
    private static final AtomicBoolean ATTEMPTED = new AtomicBoolean();

    /** Looked up once: jars do not change under a running process, or it would not run much longer. */
    private static final Optional<ArchiveCache> CACHE =
            ArchiveCache.of(System.getProperty("java.class.path"), WorkerCommand.JAVA_OPTIONS);

    private final Optional<Path> found = Optional.ofNullable(System.getProperty("blaspool.worker-archive"))
            .map(Path::of)
            .or(() -> CACHE.flatMap(ArchiveCache::find));

    /** What a worker is told so that it maps the archive; what it thinks of a bad one goes to its standard output. */
    List<String> javaOptions() {
        return found.map(path -> List.of("-XX:SharedArchiveFile=" + path, "-Xshare:auto"))
                .orElse(List.of());
    }

    /** Makes the archive unless there is one; where that fails everything goes on without. */
    void makeUnlessFound(PoolOptions options) {
        if (found.isEmpty() && CACHE.isPresent() && ATTEMPTED.compareAndSet(false, true)) {
            try {
                CACHE.get().make(archive -> record(archive, options));
            } catch (IOException | RuntimeException e) {
                System.getLogger("org.blaspool.pool")
                        .log(System.Logger.Level.DEBUG, "no class data archive for workers", e);
            }
        }
    }

    private static boolean record(Path archive, PoolOptions options) throws IOException {
        List<String> recording =
                List.of("-XX:ArchiveClassesAtExit=" + archive, "-D" + Observation.ORDERLY_EXIT_PROPERTY + "=true");
        Surroundings plain = Surroundings.of(
                options.surroundings().blas(), options.surroundings().scratch());
        PoolOptions one = PoolOptions.of(1, plain);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ScratchDirectory directory =
                ScratchDirectory.create(one.surroundings().scratch())) {
            WorkerLauncher launcher = new WorkerLauncher(one, directory.path(), recording);
            WorkerProcess worker = launcher.workers(List.of(0)).get(0);
            try {
                work(worker, one, threads);
                return worker.endOrderly(RECORDING_MILLIS);
            } finally {
                worker.close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A bit of everything that a worker may have to do. */
    private static void work(WorkerProcess worker, PoolOptions one, ExecutorService threads) throws IOException {
        try (MatrixStore store = MatrixStore.sharedMemory()) {
            Batch batch =
                    new Batch(List.of(Dgemm.of(store.allocate(2, 2), store.allocate(2, 2), store.allocate(2, 2))));
            RegionMap map = new RegionMap(batch.regions());
            try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(1, 1), 1, map, true)) {
                Attachment.shared(table, map).attach(worker, null);
                worker.work(null, 0, false);
                worker.detach();
            }
            for (Codec codec : Codec.values()) {
                try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(1, 1), 1, map, true)) {
                    Attachment.notes(table).attach(worker, null);
                    new TaskExchange(SerializedTasks.of(batch, table, codec), 0, worker, one, threads, null).run();
                    worker.detach();
                }
            }
        }
        worker.usage();
    }
}

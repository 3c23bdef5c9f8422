package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BatchRunTest {
    @TempDir
    private Path scratch;

    /** A chunk that somebody failed without a word is one that nobody does any more. */
    @Test
    void shouldEndABatchThatDoesNotGetOn() {
        try (MatrixStore store = MatrixStore.sharedMemory();
                ProcessPool pool = ProcessPool.start(PoolOptions.of(1, Surroundings.of("bundled", scratch)))) {
            Batch batch = new Batch(
                    Stream.generate(() -> Dgemm.of(store.allocate(2, 2), store.allocate(2, 2), store.allocate(2, 2)))
                            .limit(3)
                            .toList());
            RegionMap map = new RegionMap(batch.regions());
            try (TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(3, 1), 2, map, true)) {
                for (int i = 0; i < 3; i++) {
                    table.finish(table.claim(1), 1, false);
                }
                pool.attach(Attachment.shared(table, map));
                assertThatThrownBy(() -> pool.work(null, KeptResults.none()))
                        .isInstanceOf(BatchFailedException.class)
                        .hasMessageContaining("batch does not get on: chunks=3 done=0");
            }
        }
    }
}

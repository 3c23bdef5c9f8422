package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.blaspool.Operation;
import org.blaspool.error.BatchFailedException;
import org.blaspool.task.Chunking;
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
        try (ProcessPool pool = ProcessPool.start(PoolOptions.of(1).withScratch(scratch));
                TaskTable table = TaskTable.ofClaims(Chunking.uniform(3, 1), 2, false)) {
            Operation nothing = (operands, result, context) -> {};
            pool.attach(Attachment.notes(table), nothing);
            long chunk = table.claim(1);
            table.finish(chunk, 1, false);
            long other = table.claim(1);
            table.finish(other, 1, false);
            long last = table.claim(1);
            table.finish(last, 1, false);
            assertThatThrownBy(() -> pool.work(nothing, KeptResults.none()))
                    .isInstanceOf(BatchFailedException.class)
                    .hasMessageContaining("batch does not get on: chunks=3 done=0");
        }
    }
}

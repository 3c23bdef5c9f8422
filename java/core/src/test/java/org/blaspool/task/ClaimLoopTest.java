package org.blaspool.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.task.TaskTable.SlotActivity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimLoopTest {
    private static final int TASKS = 7;

    private MatrixStore store;
    private TaskTable table;
    private final List<Long> ran = new ArrayList<>();

    @BeforeEach
    void layOut() {
        store = MatrixStore.privateMemory();
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            StoredMatrix one = store.allocate(1, 1);
            products.add(Dgemm.of(one, one, store.allocate(1, 1)));
        }
        Batch batch = new Batch(products);
        table = TaskTable.ofProducts(batch, Chunking.uniform(TASKS, 3), 2, new RegionMap(batch.regions()), false);
    }

    @AfterEach
    void release() {
        table.close();
        store.close();
    }

    @Test
    void shouldRunEveryTaskOnceInTheOrderOfTheChunks() {
        ClaimLoop.run(table, 0, ran::add);
        assertThat(ran).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(table.chunksDone()).isEqualTo(3);
        assertThat(table.activity(0).tasks()).isEqualTo(TASKS);
        assertThat(table.activity(0).chunks()).isEqualTo(3);
        assertThat(table.activity(1)).isEqualTo(new SlotActivity(0, 0, 0, 0, -1, -1));
    }

    @Test
    void shouldShowTheTaskInHandAndWhatIsDone() {
        ClaimLoop.run(table, 1, task -> {
            SlotActivity now = table.activity(1);
            assertThat(now.currentTask()).isEqualTo(task);
            assertThat(now.currentChunk()).isEqualTo(task / 3);
            assertThat(now.tasks()).isEqualTo(task);
            assertThat(now.enterNanos()).isPositive();
            assertThat(now.exitNanos()).isZero();
        });
        assertThat(table.activity(1).exitNanos())
                .isGreaterThanOrEqualTo(table.activity(1).enterNanos());
    }

    @Test
    void shouldFreeTheChunkInHandWhenTheTableIsStopped() {
        ClaimLoop.run(table, 0, task -> {
            ran.add(task);
            if (task == 4) {
                table.stop();
            }
        });
        assertThat(ran).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(table.chunksDone()).isEqualTo(1);
        assertThat(table.release(0)).isZero();
    }

    @Test
    void shouldFailTheChunkOfATaskThatThrowsAndPassTheExceptionOn() {
        assertThatThrownBy(() -> ClaimLoop.run(table, 0, task -> {
                    if (task == 1) {
                        throw new IOException("task " + task);
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("task 1");
        assertThat(table.release(0)).isZero();
        assertThat(table.chunksDone()).isZero();
        assertThat(table.activity(0).tasks()).isEqualTo(1);

        ClaimLoop.run(table, 1, ran::add);
        assertThat(ran).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void shouldGoOnCountingAfterAReturn() {
        ClaimLoop.run(table, 0, ran::add);
        ClaimLoop.run(table, 0, ran::add);
        assertThat(table.activity(0).tasks()).isEqualTo(TASKS);
    }

    @Test
    void shouldRefuseASlotThatTheTableDoesNotHave() {
        assertThatThrownBy(() -> ClaimLoop.run(table, 2, ran::add))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("slot is unknown: slot=2, expected 0 to 1");
        assertThat(ran).isEmpty();
    }

    @Test
    void shouldHoldTheTableWhileItRuns() {
        ClaimLoop.run(table, 0, task -> assertThatThrownBy(table::close).isInstanceOf(IllegalStateException.class));
        assertThat(table.chunksDone()).isEqualTo(3);
    }
}

package org.blaspool.blas;

import org.blaspool.matrix.Dgemm;
import org.blaspool.observe.TaskPhase;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskRecorder;
import org.blaspool.task.TaskTable;

/**
 * Products of a table where they lie: in the native loop, unless each is to be taken down. The loop in Java adds about a
 * microsecond to a product.
 */
public final class RecordedWork {
    private RecordedWork() {}

    /** {@link BlasLibrary#work}, recorded where that was asked for. */
    public static void run(BlasLibrary blas, TaskTable table, int slot, RegionMap map) {
        TaskRecorder recorder = TaskRecorder.of(table, slot);
        if (!recorder.isOn()) {
            blas.work(table, slot, map);
            return;
        }
        ClaimLoop.run(table, slot, task -> {
            long start = System.nanoTime();
            recorder.begin(task, start);
            try {
                Dgemm product = table.product(task, map);
                recorder.compute(product);
                blas.multiply(product);
                recorder.took(TaskPhase.COMPUTE, System.nanoTime() - start);
                recorder.done();
            } finally {
                recorder.end();
            }
        });
    }
}

package org.blaspool.worker;

import org.blaspool.Operation;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.RecordedWork;
import org.blaspool.operation.Application;
import org.blaspool.operation.CallContext;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.task.TaskTable.SlotActivity;
import org.blaspool.transport.SlotTimes;

/** Work in place on operands and results in shared memory: nothing moves. */
final class SharedWork {
    private SharedWork() {}

    /**
     * @param operation a user's; null for products
     */
    static SlotTimes run(
            TaskTable table, int slot, RegionMap regions, Operation operation, BlasLibrary blas, TaskFaults faults) {
        if (operation == null) {
            RecordedWork.run(blas, table, slot, regions);
        } else {
            try (CallContext context = new CallContext(blas, slot)) {
                ClaimLoop.run(table, slot, faults.keeping(task -> {
                    Application application = table.application(task, regions);
                    if (table.attempt(table.chunkOf(task)) > 1) {
                        // A worker that died may have written to it.
                        application.result().fill(0);
                    }
                    context.call(operation, application);
                }));
            }
        }
        SlotActivity activity = table.activity(slot);
        return new SlotTimes(activity.enterNanos(), activity.exitNanos(), 0, 0, 0, activity.workNanos(), 0, 0, 0);
    }
}

package org.blaspool.worker;

import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.RecordedWork;
import org.blaspool.operation.Application;
import org.blaspool.operation.Operation;
import org.blaspool.operation.Operations;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.SlotActivity;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.SlotTimes;

/** Work in place on operands and results in shared memory: nothing moves. */
final class SharedWork {
    private SharedWork() {}

    /**
     * @param operation class name of a user's operation; empty for products
     */
    static SlotTimes run(
            TaskTable table, int slot, RegionMap regions, String operation, BlasLibrary blas, TaskFaults faults) {
        if (operation.isEmpty()) {
            RecordedWork.run(blas, table, slot, regions);
        } else {
            Operation own = Operations.create(operation);
            ClaimLoop.run(table, slot, faults.keeping(task -> {
                Application application = table.application(task, regions);
                own.apply(application.operands(), application.result());
            }));
        }
        SlotActivity activity = table.activity(slot);
        return new SlotTimes(activity.enterNanos(), activity.exitNanos(), 0, 0, 0, activity.workNanos(), 0, 0, 0);
    }
}

package org.blaspool.pool;

import java.util.List;
import org.blaspool.ProductFailedException;
import org.blaspool.memory.Region;
import org.blaspool.operation.Application;
import org.blaspool.operation.Operation;
import org.blaspool.operation.Operations;
import org.blaspool.task.Chunking;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/** Operations in threads of this process. */
final class ThreadOperationPool extends OperationPool {
    private final Callers callers;

    ThreadOperationPool(int workers) {
        callers = new Callers(workers, List.of(), List.of());
    }

    @Override
    public int workers() {
        return callers.count();
    }

    @Override
    void checkReachable(Region region) {
        // Every region of this process is.
    }

    @Override
    void run(Class<? extends Operation> operation, List<Application> calls, Chunking chunking) {
        RegionMap map = new RegionMap(regions(calls));
        map.retain();
        try (TaskTable table = TaskTable.ofApplications(calls, chunking, workers(), map, false)) {
            callers.onFirst(table.chunks(), slot -> work(Operations.create(operation.getName()), calls, table, slot));
        } finally {
            map.release();
        }
    }

    private static void work(Operation operation, List<Application> calls, TaskTable table, int slot) {
        ClaimLoop.<RuntimeException>run(table, slot, task -> {
            Application call = calls.get((int) task);
            try {
                operation.apply(call.operands(), call.result());
            } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
                table.stop();
                throw new ProductFailedException("task " + task + " failed: " + e, e);
            }
        });
    }

    @Override
    public void close() {
        callers.close();
    }
}

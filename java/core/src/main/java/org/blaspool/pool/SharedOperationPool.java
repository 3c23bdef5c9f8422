package org.blaspool.pool;

import java.util.List;
import org.blaspool.memory.Region;
import org.blaspool.operation.Application;
import org.blaspool.operation.Operation;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/** Operations in worker JVMs, in place on shared memory. */
final class SharedOperationPool extends OperationPool {
    private final ProcessPool pool;

    SharedOperationPool(PoolOptions options) {
        pool = ProcessPool.start(options);
    }

    @Override
    public int workers() {
        return pool.options().workers();
    }

    @Override
    void checkReachable(Region region) {
        if (!region.isShared()) {
            throw notShared();
        }
    }

    @Override
    void run(Class<? extends Operation> operation, List<Application> calls, Chunking chunking) {
        RegionMap map = new RegionMap(regions(calls));
        map.retain();
        try (TaskTable table = TaskTable.ofApplications(calls, chunking, workers(), map, true)) {
            pool.attach(Attachment.shared(table, map));
            try {
                pool.work(operation.getName(), KeptResults.none());
            } finally {
                pool.detach();
            }
        } finally {
            map.release();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}

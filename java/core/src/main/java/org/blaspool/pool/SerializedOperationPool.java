package org.blaspool.pool;

import java.util.List;
import org.blaspool.memory.Region;
import org.blaspool.operation.Application;
import org.blaspool.operation.Operation;
import org.blaspool.plan.Codec;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/** Operations in worker JVMs that are sent their operands. */
final class SerializedOperationPool extends OperationPool {
    private final ProcessPool pool;
    private final Codec codec;

    SerializedOperationPool(PoolOptions options, Codec codec) {
        pool = ProcessPool.start(options);
        this.codec = codec;
    }

    @Override
    public int workers() {
        return pool.options().workers();
    }

    @Override
    void checkReachable(Region region) {
        // What is sent may come from anywhere.
    }

    @Override
    void run(Class<? extends Operation> operation, List<Application> calls, Chunking chunking) {
        RegionMap map = new RegionMap(regions(calls));
        map.retain();
        try (TaskTable table = TaskTable.ofApplications(calls, chunking, workers(), map, true)) {
            pool.attach(Attachment.notes(table));
            try {
                pool.exchange(SerializedTasks.of(operation.getName(), calls, table, codec), KeptResults.none());
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

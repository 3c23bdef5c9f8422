package org.blaspool.strategy;

import org.blaspool.matrix.Batch;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.Attachment;
import org.blaspool.pool.KeptResults;
import org.blaspool.pool.SerializedTasks;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/** Worker JVMs that are sent their operands and send their results back: what Python's Pool.starmap does. */
final class ProcessesSerializedStrategy extends PooledStrategy {
    private TaskTable table;
    private RegionMap map;
    private SerializedTasks tasks;
    private KeptResults kept = KeptResults.none();

    ProcessesSerializedStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, context);
    }

    @Override
    protected void startUp() {
        super.startUp();
        noteCopies();
    }

    @Override
    protected void take(Batch batch) {
        unload();
        batch(batch);
        map = new RegionMap(batch.regions());
        table = TaskTable.ofProducts(
                batch, configuration().chunking(batch.size()), configuration().workers(), map, true);
        kept = KeptResults.of(batch);
        pool().attach(Attachment.notes(table));
        tasks = SerializedTasks.of(batch, table, configuration().codec());
    }

    @Override
    protected Round compute() {
        table.reset();
        map.retain();
        try {
            return clocked(table, () -> pool().exchange(tasks, kept));
        } finally {
            map.release();
        }
    }

    @Override
    protected void letGo() {
        if (table != null) {
            pool().detach();
            table.close();
            table = null;
            kept.close();
            kept = KeptResults.none();
            tasks = null;
            map = null;
            batch(null);
        }
    }
}

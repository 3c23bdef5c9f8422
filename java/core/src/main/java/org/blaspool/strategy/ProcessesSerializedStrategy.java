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
    private SerializedTasks tasks;

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
        return holding(() -> clocked(table, () -> pool().exchange(tasks, kept)));
    }
}

package org.blaspool.strategy;

import java.util.List;
import org.blaspool.matrix.Batch;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.Attachment;
import org.blaspool.pool.KeptResults;
import org.blaspool.pool.SerializedTasks;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.SlotTimes;
import org.blaspool.usage.Usage;

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
    public void load(Batch batch) {
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
    public Round run() {
        table.reset();
        map.retain();
        try {
            Usage before = usage();
            long start = System.nanoTime();
            List<SlotTimes> times = pool().exchange(tasks, kept);
            long end = System.nanoTime();
            Usage used = usage().minus(before);
            long moved = times.stream().mapToLong(SlotTimes::bytes).sum();
            return new Round(end - start, SlotPhases.of(times, start, end, 0, 0), used, moved);
        } finally {
            map.release();
        }
    }

    @Override
    void unload() {
        if (table != null) {
            pool().detach();
            table.close();
            table = null;
            kept.close();
        }
    }
}

package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.SlotTimes;

/** Work on the tasks of a table whose operands are not in shared memory. */
public interface TableWork extends AutoCloseable {
    /** Claims and does tasks as one slot until none is free. */
    SlotTimes run(TaskTable table, int slot, TaskFaults faults) throws IOException;

    /** Whether another thread hands it operands in answer to what it asks, so that both wait for each other in turns. */
    default boolean isFed() {
        return false;
    }

    @Override
    void close();
}

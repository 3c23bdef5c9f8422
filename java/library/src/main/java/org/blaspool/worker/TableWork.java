package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.SlotTimes;

/** Work on the tasks of a table whose operands are not in shared memory. */
interface TableWork extends AutoCloseable {
    /** Claims and does tasks as one slot until none is free. */
    SlotTimes run(TaskTable table, int slot, TaskFaults faults) throws IOException;

    @Override
    void close();
}

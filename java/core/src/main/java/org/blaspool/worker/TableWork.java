package org.blaspool.worker;

import org.blaspool.task.TaskRecorder;

/** Work on the tasks of a table whose operands are not in shared memory. */
public interface TableWork extends AutoCloseable {
    /** Does a task and tells of its phases. */
    void run(long task, TaskRecorder recorder) throws Exception;

    /** How many bytes it has received and sent so far. */
    long bytesMoved();

    /** Whether another thread hands it operands in answer to what it asks, so that both wait for each other in turns. */
    default boolean isFed() {
        return false;
    }

    @Override
    void close();
}

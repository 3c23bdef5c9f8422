package org.blaspool.worker;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.WorkerFailure;

/** The tasks of one round that failed in this worker; the others go on, unless the first failure is to stop them. */
public final class TaskFaults {
    private record Fault(long task, Throwable thrown) {}

    private final TaskTable table;
    private final boolean continueOnError;
    private final List<Fault> faults = new ArrayList<>();

    TaskFaults(TaskTable table, boolean continueOnError) {
        this.table = table;
        this.continueOnError = continueOnError;
    }

    /** The same body, of which what it throws is kept here. */
    public ClaimLoop.Body<RuntimeException> keeping(ClaimLoop.Body<Exception> body) {
        return task -> {
            try {
                body.run(task);
            } catch (Throwable e) {
                // Errors too: a chunk that failed without a word is one that everybody waits for.
                faults.add(new Fault(task, e));
                // Without its array server a worker can do nothing more.
                if (!continueOnError || e instanceof EOFException) {
                    table.stop();
                }
            }
        };
    }

    /** Puts them on a channel. */
    void put(Channel channel) throws IOException {
        channel.putInt(faults.size());
        for (Fault fault : faults) {
            channel.putLong(fault.task());
            WorkerFailure.put(channel, fault.thrown());
        }
    }
}

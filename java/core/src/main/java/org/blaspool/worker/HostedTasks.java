package org.blaspool.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.transport.TaskHeader;

/** The arrays that a server owns, by task. Thread-safe: each client works on tasks of its own. */
final class HostedTasks {
    /**
     * One task.
     *
     * @param header what its operands are
     * @param operands the operands, and behind them what the result holds before where that is read
     * @param result where its result goes
     */
    record Task(TaskHeader header, List<StoredMatrix> operands, StoredMatrix result) {}

    private final Map<Long, Task> tasks = new ConcurrentHashMap<>();
    private MatrixStore store = MatrixStore.privateMemory();

    /** Memory for a matrix of the server. */
    synchronized StoredMatrix allocate(TaskHeader.Form form) {
        return store.allocate(form.shape(), form.layout());
    }

    void put(Task task) {
        tasks.put(task.header().task(), task);
    }

    Task get(long index) {
        Task task = tasks.get(index);
        if (task == null) {
            throw new InvalidInputException("unknown task: task=" + index + ", the server holds " + tasks.size());
        }
        return task;
    }

    /** Forgets everything; no client may be in the midst of a task. */
    synchronized void clear() {
        tasks.clear();
        store.close();
        store = MatrixStore.privateMemory();
    }
}

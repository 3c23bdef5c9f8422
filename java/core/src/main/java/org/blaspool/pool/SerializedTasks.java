package org.blaspool.pool;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Application;
import org.blaspool.plan.Codec;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.TaskMatrices;

/**
 * Tasks whose operands are sent to workers, from and to the parent's own memory.
 *
 * @param table which holds the claims of this process's senders
 * @param operation a user's; null for products
 * @param matrices what is sent of a task, and where its result goes
 * @param largestMatrixBytes what a worker may be sent at most
 */
public record SerializedTasks(
        TaskTable table,
        Codec codec,
        Operation operation,
        LongFunction<TaskMatrices> matrices,
        long largestMatrixBytes) {
    /** The products of a batch. */
    public static SerializedTasks of(Batch batch, TaskTable table, Codec codec) {
        return new SerializedTasks(
                table,
                codec,
                null,
                task -> TaskMatrices.of(task, batch.get((int) task)),
                largest(batch.products().stream().flatMap(each -> Stream.of(each.a(), each.b(), each.c()))));
    }

    /** Calls of a user's operation. */
    public static SerializedTasks of(Operation operation, List<Application> calls, TaskTable table, Codec codec) {
        return new SerializedTasks(
                table,
                codec,
                operation,
                task -> TaskMatrices.of(task, calls.get((int) task)),
                largest(calls.stream()
                        .flatMap(call -> Stream.concat(call.operands().stream(), Stream.of(call.result())))));
    }

    private static long largest(Stream<StoredMatrix> all) {
        return all.mapToLong(matrix -> matrix.shape().bytes()).max().orElse(0);
    }
}

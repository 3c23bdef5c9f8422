package org.blaspool.pool;

import java.util.List;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Application;
import org.blaspool.plan.Codec;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.TaskHeader;

/** Tasks whose operands are sent to workers, from and to the parent's own memory. Immutable. */
public abstract class SerializedTasks {
    private final TaskTable table;
    private final Codec codec;
    private final Operation operation;

    private SerializedTasks(TaskTable table, Codec codec, Operation operation) {
        this.table = table;
        this.codec = codec;
        this.operation = operation;
    }

    /** The products of a batch. The table holds the claims of this process's senders. */
    public static SerializedTasks of(Batch batch, TaskTable table, Codec codec) {
        return new SerializedTasks(table, codec, null) {
            @Override
            TaskHeader header(long task) {
                return TaskHeader.of(task, batch.get((int) task));
            }

            @Override
            List<StoredMatrix> operands(long task) {
                var product = batch.get((int) task);
                return product.beta() == 0
                        ? List.of(product.a(), product.b())
                        : List.of(product.a(), product.b(), product.c());
            }

            @Override
            StoredMatrix result(long task) {
                return batch.get((int) task).c();
            }
        };
    }

    /** Calls of a user's operation. */
    public static SerializedTasks of(
            Operation operation, List<Application> applications, TaskTable table, Codec codec) {
        return new SerializedTasks(table, codec, operation) {
            @Override
            TaskHeader header(long task) {
                return TaskHeader.of(task, applications.get((int) task));
            }

            @Override
            List<StoredMatrix> operands(long task) {
                return applications.get((int) task).operands();
            }

            @Override
            StoredMatrix result(long task) {
                return applications.get((int) task).result();
            }
        };
    }

    TaskTable table() {
        return table;
    }

    Codec codec() {
        return codec;
    }

    /** A user's operation; null for products. */
    Operation operation() {
        return operation;
    }

    abstract TaskHeader header(long task);

    /** What is sent, in order; behind the operands what the result holds before, where that is read. */
    abstract List<StoredMatrix> operands(long task);

    abstract StoredMatrix result(long task);

    /** Bytes of the largest matrix: what a worker may be sent at most. */
    long largestMatrixBytes() {
        long largest = 0;
        for (long task = 0; task < table.tasks(); task++) {
            largest = Math.max(largest, result(task).shape().bytes());
            for (StoredMatrix operand : operands(task)) {
                largest = Math.max(largest, operand.shape().bytes());
            }
        }
        return largest;
    }
}

package org.blaspool.transport;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Application;

/**
 * A task with its matrices, in the memory of whoever has it in hand.
 *
 * @param header what the task is
 * @param operands what it reads, in order
 * @param result where its result goes; where the header says so it holds before what the task reads, too
 */
public record TaskMatrices(TaskHeader header, List<StoredMatrix> operands, StoredMatrix result) {
    /** A product of a batch. */
    public static TaskMatrices of(long task, Dgemm product) {
        return new TaskMatrices(TaskHeader.of(task, product), List.of(product.a(), product.b()), product.c());
    }

    /** A call of a user's operation. */
    public static TaskMatrices of(long task, Application call) {
        return new TaskMatrices(TaskHeader.of(task, call), call.operands(), call.result());
    }

    /** What travels to whoever computes it, in order: the operands, and behind them what the result holds where that is read. */
    public List<StoredMatrix> sent() {
        if (!header.readsResult()) {
            return operands;
        }
        List<StoredMatrix> all = new ArrayList<>(operands);
        all.add(result);
        return all;
    }

    /** The product that the header describes. */
    public Dgemm product() {
        return new Dgemm(
                header.alpha(),
                operands.get(0),
                header.transposeA(),
                operands.get(1),
                header.transposeB(),
                header.beta(),
                result);
    }
}

package org.blaspool.worker;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.transport.TaskHeader;

/**
 * The matrices of one task in a worker's scratch memory.
 *
 * @param header what the task is
 * @param operands to be received, in this order
 * @param result to be received after the operands where the header says so, then to be computed
 */
record TaskMatrices(TaskHeader header, List<StoredMatrix> operands, StoredMatrix result) {
    private static long footprint(TaskHeader header) {
        long bytes = 0;
        for (TaskHeader.Form form : header.operands()) {
            bytes += MatrixStore.footprint(form.shape());
        }
        return bytes;
    }

    /** Reserves the memory of a task: of what it is given, and of its result. */
    static TaskMatrices take(TaskHeader header, Scratch scratch, Scratch resultScratch) {
        scratch.reserve(footprint(header));
        resultScratch.reserve(MatrixStore.footprint(header.result().shape()));
        List<StoredMatrix> operands = new ArrayList<>(header.operands().size());
        for (TaskHeader.Form form : header.operands()) {
            operands.add(scratch.take(form));
        }
        return new TaskMatrices(header, operands, resultScratch.take(header.result()));
    }

    /** What is to be received, in order. */
    List<StoredMatrix> received() {
        if (!header.readsResult()) {
            return operands;
        }
        List<StoredMatrix> all = new ArrayList<>(operands);
        all.add(result);
        return all;
    }

    /** The product that the header describes. */
    Dgemm product() {
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

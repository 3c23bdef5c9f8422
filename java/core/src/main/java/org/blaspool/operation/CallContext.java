package org.blaspool.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.blaspool.Blas;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Shape;
import org.blaspool.matrix.Holding;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/** What one worker gives the operations that it calls. For one thread. */
public final class CallContext implements Operation.Context, AutoCloseable {
    private final Blas blas;
    private final int worker;
    private final List<StoredMatrix> lent = new ArrayList<>();
    private MatrixStore scratch;

    /** @param blas the worker's; it stays open */
    public CallContext(Blas blas, int worker) {
        this.blas = blas;
        this.worker = worker;
    }

    @Override
    public Blas blas() {
        return blas;
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public Matrix zeros(long rows, long columns) {
        if (scratch == null) {
            scratch = MatrixStore.privateMemory();
        }
        StoredMatrix place = scratch.allocate(new Shape(rows, columns), Layout.COLUMN_MAJOR);
        place.fill(0);
        StoredMatrix matrix = StoredMatrix.over(
                place.region(),
                place.offset(),
                place.shape(),
                place.leadingDimension(),
                place.layout(),
                new Holding(() -> {}));
        lent.add(matrix);
        return matrix;
    }

    /** Makes one call; afterwards what it was lent is closed. */
    public void call(Operation operation, Application application) throws Exception {
        try {
            List<Matrix> operands = new ArrayList<>(application.operands().size());
            for (StoredMatrix operand : application.operands()) {
                StoredMatrix view = operand.lent();
                lent.add(view);
                operands.add(view);
            }
            operation.apply(Collections.unmodifiableList(operands), application.result(), this);
        } finally {
            // An interrupt that the operation left is not for the next call.
            Thread.interrupted();
            lent.forEach(StoredMatrix::close);
            lent.clear();
            if (scratch != null) {
                scratch.rewind();
            }
        }
    }

    @Override
    public void close() {
        if (scratch != null) {
            scratch.close();
        }
    }
}

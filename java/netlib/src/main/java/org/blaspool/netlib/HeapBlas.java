package org.blaspool.netlib;

import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasTurn;
import org.blaspool.blas.SplitRules;
import org.blaspool.blas.SplitScope;
import org.blaspool.blas.UncontrolledThreads;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/**
 * A BLAS that takes Java arrays: the matrices are copied to the heap and the result back, and chunks are claimed in
 * Java. Its matrices have at most {@value HeapOperands#MAX_ELEMENTS} elements. Thread-safe.
 */
abstract class HeapBlas implements BlasLibrary {
    private final BlasInfo info;
    private volatile boolean closed;

    HeapBlas(BlasInfo info) {
        this.info = info;
    }

    /** One dgemm as BLAS defines it, on arrays that start with the first element. Called from several threads. */
    abstract void dgemm(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int lda,
            double[] b,
            int ldb,
            double beta,
            double[] c,
            int ldc);

    /**
     * Multiplies 1 by 1, so that what is missing (a native library, a jar behind the jar) is known from the start.
     *
     * @throws LinkageError as the BLAS throws it
     */
    final void tryOut() {
        double[] one = {1};
        double[] product = {Double.NaN};
        dgemm(false, false, 1, 1, 1, 1, one, 1, one, 1, 0, product, 1);
        if (product[0] != 1) {
            throw new ResourceUnavailableException("BLAS does not compute: blas=" + info.kind() + " path=" + info.path()
                    + ", 1 x 1 gave " + product[0] + "; use --blas bundled");
        }
    }

    @Override
    public final BlasInfo info() {
        return info;
    }

    /** One where its calls are sequential; otherwise nobody can tell from Java. */
    @Override
    public final int threads() {
        requireOpen();
        return info.threading().equals("sequential") ? 1 : 0;
    }

    @Override
    public final ThreadLimit limitThreads(int threads) {
        return UncontrolledThreads.limit(info, threads, threads());
    }

    /** There is nothing to take turns on: its threads cannot be set, and it ignores the rules. */
    @Override
    public final BlasTurn turn(String who, int threads, SplitRules rules) {
        return UncontrolledThreads.turn(info, who, threads, threads());
    }

    /** Ignores the rules: what these do with a product is their own affair. */
    @Override
    public final SplitScope split(SplitRules rules) {
        return SplitScope.ignored(rules);
    }

    @Override
    public final SplitRules splitRules() {
        return SplitRules.NONE;
    }

    @Override
    public final SplitRules calibrateSplit(long budgetNanos) {
        return SplitRules.NONE;
    }

    @Override
    public final void multiply(Dgemm product) {
        requireOpen();
        multiply(product, new HeapOperands(info.kind()));
    }

    @Override
    public final void work(TaskTable table, int slot, RegionMap map) {
        requireOpen();
        HeapOperands operands = new HeapOperands(info.kind());
        map.retain();
        try {
            ClaimLoop.run(table, slot, index -> multiply(table, index, map, operands));
        } finally {
            map.release();
        }
    }

    private void multiply(TaskTable table, long index, RegionMap map, HeapOperands operands) {
        try {
            multiply(table.product(index, map), operands);
        } catch (InvalidInputException e) {
            throw new InvalidInputException("product " + index + ": " + e.getMessage(), e);
        } catch (ResourceUnavailableException e) {
            throw new ResourceUnavailableException("product " + index + ": " + e.getMessage(), e);
        }
    }

    private void multiply(Dgemm product, HeapOperands operands) {
        Dgemm call = product.columnMajor();
        if (call.m() == 0 || call.n() == 0) {
            return;
        }
        operands.load(call);
        // The counts fit an int, as the matrices fit arrays and C is not empty.
        dgemm(
                call.transposeA(),
                call.transposeB(),
                (int) call.m(),
                (int) call.n(),
                (int) call.k(),
                call.alpha(),
                operands.a(),
                HeapOperands.leadingDimension(call.a()),
                operands.b(),
                HeapOperands.leadingDimension(call.b()),
                call.beta(),
                operands.c(),
                HeapOperands.leadingDimension(call.c()));
        operands.store(call);
    }

    @Override
    public final void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("BLAS is closed: kind=" + info.kind());
        }
    }
}

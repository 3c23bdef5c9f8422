package org.blaspool.blas;

import org.blaspool.Blas;
import org.blaspool.Matrix;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskRecorder;
import org.blaspool.task.TaskTable;
import org.blaspool.usage.Computed;

/**
 * A BLAS that computes products. {@link #multiply} and {@link #work} may be called from several threads; a kind that
 * is not thread-safe queues its callers itself and says so in its {@link BlasInfo}. Threads that call it need a roomy
 * stack: {@link #CALLER_STACK_BYTES}.
 */
public interface BlasLibrary extends Blas {
    /** Stack size for Java threads that call a BLAS: OpenBLAS puts work arrays on its callers' stacks. */
    long CALLER_STACK_BYTES = 16L << 20;

    /** What it is and where it came from. */
    BlasInfo info();

    /**
     * A batch's claim on this BLAS, with so many threads a call and its products split by these rules. It is not taken
     * before {@link BlasTurn#begin}.
     *
     * @param who whose it is, for those who wait for it
     * @throws IllegalArgumentException where the count is not positive
     */
    BlasTurn turn(String who, int threads, SplitRules rules);

    /**
     * Splits products by these rules, and has kernels of our own compute small ones or leaves them to the library, for the
     * whole process, where no batch has its turn: one that runs keeps its own. Rules work while a call has one thread; a kind
     * that cannot split ignores them. Waits for the products that are being computed, unless the rules hold already.
     *
     * @throws IllegalArgumentException where a rule is not sound
     */
    default void split(SplitRules rules) {
        // What other kinds do with a product is their own affair.
    }

    /** The rules that are set now. */
    default SplitRules splitRules() {
        return SplitRules.NONE;
    }

    /**
     * Which kernels of our own compute small products instead of this BLAS: {@code avx512}, {@code avx2} or {@code neon};
     * {@code off} where they are switched off, {@code none} where the CPU or the kind of BLAS has none.
     */
    default String smallKernels() {
        return "none";
    }

    /** By what the products of this process were computed so far; nothing where a kind of BLAS does not count. */
    default Computed computed() {
        return Computed.NOTHING;
    }

    /**
     * Measures, in the calling thread and with one thread a call, which splits gain on this machine; nobody else may
     * call it meanwhile. None where it cannot split or its threads cannot be limited to one.
     *
     * @param budgetNanos after which larger sizes get no rules
     */
    default SplitRules calibrateSplit(long budgetNanos) {
        return SplitRules.NONE;
    }

    /** The same for products of one shape and ones of little more or fewer operations: one rule, or none. */
    default SplitRules raceSplit(ProductShape shape, long budgetNanos) {
        return SplitRules.NONE;
    }

    /**
     * Computes one product in the calling thread (with what threads of its own the BLAS has).
     *
     * @throws org.blaspool.error.InvalidInputException where it is too large for this BLAS
     */
    void multiply(Dgemm product);

    @Override
    default void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        multiply(new Dgemm(alpha, StoredMatrix.of(a), false, StoredMatrix.of(b), false, beta, StoredMatrix.of(c)));
    }

    /**
     * Claims chunks of products from a table and computes them, until none is free or the table is stopped.
     *
     * @throws org.blaspool.error.InvalidInputException for the first product that is refused; its chunk is failed
     */
    void work(TaskTable table, int slot, RegionMap map);

    /**
     * {@link #work}, recorded where that was asked for: in the native loop, unless each product is to be taken down. The loop
     * in Java adds about a microsecond to a product.
     */
    static void recorded(BlasLibrary blas, TaskTable table, int slot, RegionMap map) {
        TaskRecorder recorder = new TaskRecorder(table, slot);
        if (!recorder.isOn()) {
            blas.work(table, slot, map);
            return;
        }
        ClaimLoop.run(
                table,
                slot,
                task -> recorder.take(task, index -> {
                    Dgemm product = table.product(index, map);
                    recorder.compute(product, System.nanoTime());
                    blas.multiply(product);
                }));
    }

    /** What {@code NativeBlas} knows it by; 0 for a kind that is reached through Java only. */
    default long handle() {
        return 0;
    }

    /** Lets go of it. The loaded library itself stays, as its threads cannot be unloaded safely. */
    @Override
    void close();
}

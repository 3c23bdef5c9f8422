package org.blaspool;

import java.io.Serializable;
import java.util.List;

/**
 * A caller's own function of matrices, run by {@link BlasPool#map} and {@link BlasPool#starmap}. It travels to worker JVMs
 * as what it is: a lambda, a record whose components are its parameters, any serializable object. Classes that a worker's
 * class path lacks come from the caller's JVM, by the operation's own class loader.
 *
 * <p>In worker JVMs each worker has a copy of its own for as long as the pool has it; a copy that is {@link AutoCloseable}
 * is closed then. In threads of this JVM the caller's instance itself is used, by several threads at once, and not closed.
 * The same instance passed again is the same operation, as it was when it was passed first.
 */
@FunctionalInterface
public interface Operation extends Serializable {
    /**
     * Computes one result.
     *
     * @param operands those of the call, valid during the call; to write to one is an UnsupportedOperationException
     * @param result where it goes: zeros at first, column-major, of {@link #resultShape}
     * @param context what the worker has to work with, valid during the call
     * @throws Exception anything, an Error too: the call fails with a {@link ProductFailedException}
     */
    void apply(List<Matrix> operands, Matrix result, Context context) throws Exception;

    /**
     * Shape of the result for operands of these shapes; asked in the caller's JVM before anything runs. By default that of
     * the only operand, or of the product of the first two.
     *
     * @throws IllegalArgumentException where the shapes do not suit the operation
     */
    default Shape resultShape(List<Shape> operands) {
        if (operands.isEmpty()) {
            throw new IllegalArgumentException(
                    "operation has no operands: operands=0, expected at least 1, or a resultShape of its own");
        }
        Shape first = operands.get(0);
        return operands.size() == 1 ? first : first.times(operands.get(1));
    }

    /** What a worker gives an operation to work with. */
    interface Context {
        /** The worker's own BLAS. Not to be closed. */
        Blas blas();

        /** A column-major matrix of zeros, for the length of the call. */
        Matrix zeros(long rows, long columns);

        /** The worker's number, from 0. */
        int worker();
    }
}

package org.blaspool.strategy;

import java.util.function.Supplier;
import org.blaspool.Blas;
import org.blaspool.Matrix;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasTurn;

/**
 * The BLAS of this process as the operations of a batch see it: each of their products takes a turn of its own with the
 * batch's threads. A turn that lasted as long as the batch would be held while users' code runs, which may run batches of
 * other pools itself.
 */
record OperationBlas(Blas blas, Supplier<BlasTurn> turns) implements Blas {
    @Override
    public int threads() {
        try (BlasTurn turn = turns.get()) {
            return turn.tryOut();
        }
    }

    @Override
    public ThreadLimit limitThreads(int threads) {
        return blas.limitThreads(threads);
    }

    @Override
    public void multiply(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        try (BlasTurn turn = turns.get()) {
            turn.begin();
            blas.multiply(alpha, a, b, beta, c);
        }
    }

    /** Does nothing: it is not the operation's own. */
    @Override
    public void close() {
        // The pool closes it.
    }
}

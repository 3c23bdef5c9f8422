package org.blaspool.matrix;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.blaspool.error.InvalidInputException;

/**
 * Products that differ in their places alone. Each is made when it is asked for, so that a batch of millions takes no
 * more memory than its matrices.
 */
public final class StridedProducts extends AbstractList<Dgemm> implements RandomAccess {
    private final double alpha;
    private final StridedMatrices a;
    private final StridedMatrices b;
    private final double beta;
    private final StridedMatrices c;

    /**
     * {@code C <- alpha A B + beta C} of each.
     *
     * @throws InvalidInputException where counts or shapes do not agree
     */
    public StridedProducts(double alpha, StridedMatrices a, StridedMatrices b, double beta, StridedMatrices c) {
        if (a.count() != b.count() || a.count() != c.count()) {
            throw new InvalidInputException("batches do not agree: a.count=" + a.count() + " b.count=" + b.count()
                    + " c.count=" + c.count() + ", expected one count");
        }
        this.alpha = alpha;
        this.a = a;
        this.b = b;
        this.beta = beta;
        this.c = c;
        get(0);
    }

    @Override
    public Dgemm get(int index) {
        return new Dgemm(alpha, a.get(index), false, b.get(index), false, beta, c.get(index));
    }

    @Override
    public int size() {
        return a.count();
    }

    /** Whether it is plain that no result shares an element with an operand or another result. */
    boolean areApart() {
        return c.areApartFrom(a) && c.areApartFrom(b);
    }
}

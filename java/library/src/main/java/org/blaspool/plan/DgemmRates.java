package org.blaspool.plan;

import org.blaspool.matrix.ProductShape;

/**
 * Rates of dgemm by size, of one way of calling it. Kernels have code of their own for the rows and columns that fill no
 * vector register, and columns that do not begin at a cache line are copied more slowly: with all dimensions multiples of
 * {@link #ALIGNMENT} middle-sized products are up to a quarter faster. Immutable.
 *
 * @param aligned products of which m, k and n are all multiples of {@link #ALIGNMENT}
 * @param unaligned all others
 */
public record DgemmRates(RateCurve aligned, RateCurve unaligned) {
    /** Doubles of a cache line, and of the widest vector registers. */
    static final int ALIGNMENT = 8;

    /** Seconds of a product. */
    double seconds(ProductShape shape) {
        return (isAligned(shape) ? aligned : unaligned).seconds(shape);
    }

    private static boolean isAligned(ProductShape shape) {
        return shape.m() % ALIGNMENT == 0 && shape.k() % ALIGNMENT == 0 && shape.n() % ALIGNMENT == 0;
    }
}

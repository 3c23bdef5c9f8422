package org.blaspool.plan;

import org.blaspool.matrix.ProductShape;

/**
 * Rates of dgemm by size, of one way of calling it. Kernels have code of their own for the rows and columns that fill no
 * vector register, and columns that do not begin at a cache line are copied more slowly: with all dimensions multiples of
 * {@link #ALIGNMENT} middle-sized products are up to a quarter faster. Immutable.
 *
 * <p>Rates are of operands from memory. Of those that are found in a cache, a product takes less by its traffic times what a
 * byte from memory takes longer.
 *
 * @param aligned products of which m, k and n are all multiples of {@link #ALIGNMENT}
 * @param unaligned all others
 * @param secondsPerByte what a byte of operands and results takes longer from memory than from a cache, 0 or more
 */
public record DgemmRates(RateCurve aligned, RateCurve unaligned, double secondsPerByte) {
    /** Doubles of a cache line, and of the widest vector registers. */
    static final int ALIGNMENT = 8;

    /** At most this part of a product's time is taken for its traffic, whatever was measured of a smaller one. */
    private static final double MOST_TRAFFIC = 0.5;

    /**
     * Seconds of a product.
     *
     * @param cached how much of its operands and result is found in caches, 0 to 1
     */
    double seconds(ProductShape shape, double cached) {
        double seconds = (isAligned(shape) ? aligned : unaligned).seconds(shape);
        double traffic = Math.min(trafficBytes(shape) * secondsPerByte, MOST_TRAFFIC * seconds);
        return seconds - cached * traffic;
    }

    /** What a product moves when its operands come from memory: the result is read, too, before it is written. */
    static double trafficBytes(ProductShape shape) {
        return shape.operandBytes() + 2 * shape.resultBytes();
    }

    private static boolean isAligned(ProductShape shape) {
        return shape.m() % ALIGNMENT == 0 && shape.k() % ALIGNMENT == 0 && shape.n() % ALIGNMENT == 0;
    }
}

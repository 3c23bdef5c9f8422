package org.blaspool.plan;

import org.blaspool.matrix.Product;

/** The shape of a product: C (m x n) of op(A) (m x k) and op(B) (k x n). */
public record ProductShape(long m, long k, long n) {
    public static ProductShape of(Product product) {
        return new ProductShape(product.m(), product.k(), product.n());
    }

    /** Floating-point operations: 2 m n k. */
    public double flop() {
        return 2.0 * m * n * k;
    }

    /** Bytes of both operands. */
    public double operandBytes() {
        return 8.0 * ((double) m * k + (double) k * n);
    }

    /** Bytes of the result. */
    public double resultBytes() {
        return 8.0 * m * n;
    }

    /** Bytes that a product moves when its operands come from memory: the result is read, too, before it is written. */
    public double trafficBytes() {
        return operandBytes() + 2 * resultBytes();
    }

    /** Side of the cube of as many operations: the size that rates are looked up by. */
    public double size() {
        return Math.cbrt((double) m * n * k);
    }
}

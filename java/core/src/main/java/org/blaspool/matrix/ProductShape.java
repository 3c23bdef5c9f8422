package org.blaspool.matrix;

import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/**
 * The sizes of a product: C (m x n) from op(A) (m x k) and op(B) (k x n).
 *
 * @param m rows of C
 * @param k the inner dimension
 * @param n columns of C
 */
public record ProductShape(long m, long k, long n) {
    /**
     * The sizes that two operands give.
     *
     * @throws InvalidInputException where their inner dimensions differ
     */
    public static ProductShape of(Shape a, boolean transposeA, Shape b, boolean transposeB) {
        Shape left = transposeA ? a.transposed() : a;
        Shape right = transposeB ? b.transposed() : b;
        if (left.columns() != right.rows()) {
            throw new InvalidInputException("operand shapes do not agree: " + operands(a, transposeA, b, transposeB)
                    + ", expected b with " + left.columns() + (transposeB ? " columns" : " rows"));
        }
        return new ProductShape(left.rows(), left.columns(), right.columns());
    }

    /** The sizes of a product. */
    public static ProductShape of(Dgemm product) {
        return new ProductShape(product.m(), product.k(), product.n());
    }

    static String operands(Shape a, boolean transposeA, Shape b, boolean transposeB) {
        return "a=" + a + (transposeA ? "^T" : "") + " b=" + b + (transposeB ? "^T" : "");
    }

    /** The shape of C. */
    public Shape result() {
        return new Shape(m, n);
    }

    /** Floating-point operations: 2 m n k, as LAPACK counts them. */
    public double flop() {
        return 2.0 * m * n * k;
    }

    /** Bytes of both operands; a double, as those of sizes that are only planned may not fit a long. */
    public double operandBytes() {
        return Double.BYTES * ((double) m * k + (double) k * n);
    }

    /** Bytes of the result; a double as above. */
    public double resultBytes() {
        return (double) Double.BYTES * m * n;
    }

    @Override
    public String toString() {
        return m + "x" + k + "x" + n;
    }
}

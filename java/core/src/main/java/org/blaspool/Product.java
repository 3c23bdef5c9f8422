package org.blaspool;

import java.util.Objects;
import org.blaspool.matrix.HeapMatrix;

/**
 * One product to be computed: {@code C <- alpha A B + beta C}. Transposes are those of the matrices:
 * {@code Product.of(a.transpose(), b)} copies nothing. Immutable; the matrices are the caller's.
 */
public final class Product {
    private final double alpha;
    private final Matrix a;
    private final Matrix b;
    private final double beta;
    private final Matrix c;

    private Product(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        this.alpha = alpha;
        this.a = Objects.requireNonNull(a, "a");
        this.b = Objects.requireNonNull(b, "b");
        this.beta = beta;
        this.c = c;
        Shape result = a.shape().times(b.shape());
        if (c != null && !c.shape().equals(result)) {
            throw new IllegalArgumentException("result shape does not agree: c=" + c.shape() + ", expected " + result
                    + " (a=" + a.shape() + " b=" + b.shape() + ")");
        }
    }

    /**
     * {@code A B}, into a C that the pool provides.
     *
     * @param a m x k
     * @param b k x n
     * @throws IllegalArgumentException where the shapes do not agree
     */
    public static Product of(Matrix a, Matrix b) {
        return new Product(1, a, b, 0, null);
    }

    /**
     * {@code C <- A B}, into a C of the caller's own.
     *
     * @param c m x n; it overlaps neither operand
     */
    public static Product of(Matrix a, Matrix b, Matrix c) {
        return new Product(1, a, b, 0, Objects.requireNonNull(c, "c"));
    }

    /** {@link #of(Matrix, Matrix)} of arrays of rows, which are read when the product is passed to a pool. */
    public static Product of(double[][] a, double[][] b) {
        return new Product(1, new HeapMatrix(a, "a"), new HeapMatrix(b, "b"), 0, null);
    }

    /**
     * {@link #of(Matrix, Matrix, Matrix)} of arrays of rows; the result is copied into {@code c}.
     *
     * @throws IllegalArgumentException where two rows of c, or one of c and one of an operand, are one array
     */
    public static Product of(double[][] a, double[][] b, double[][] c) {
        HeapMatrix left = new HeapMatrix(a, "a");
        HeapMatrix right = new HeapMatrix(b, "b");
        HeapMatrix result = new HeapMatrix(c, "c");
        result.requireApart(left, right);
        return new Product(1, left, right, 0, result);
    }

    /**
     * The same product with other factors.
     *
     * @param newAlpha factor of A B
     * @param newBeta factor of what C holds before; with 0, C is written without being read
     * @throws IllegalArgumentException where {@code newBeta} is not 0 and the product has no C of its own
     */
    public Product scaled(double newAlpha, double newBeta) {
        if (newBeta != 0 && c == null) {
            throw new IllegalArgumentException(
                    "product has no C to scale: beta=" + newBeta + ", expected 0, or a C: Product.of(a, b, c)");
        }
        return new Product(newAlpha, a, b, newBeta, c);
    }

    /** The left operand. */
    public Matrix a() {
        return a;
    }

    /** The right operand. */
    public Matrix b() {
        return b;
    }

    /** Where the result goes; null where the pool provides the memory. */
    public Matrix c() {
        return c;
    }

    /** Factor of A B. */
    public double alpha() {
        return alpha;
    }

    /** Factor of what C holds before. */
    public double beta() {
        return beta;
    }

    /** Rows and columns of the result. */
    public Shape resultShape() {
        return new Shape(a.rows(), b.columns());
    }

    /** Floating-point operations: 2 m n k, as LAPACK counts them. */
    public double flop() {
        return 2.0 * a.rows() * b.columns() * a.columns();
    }

    @Override
    public String toString() {
        return a.shape() + " by " + b.shape();
    }
}

package org.blaspool.matrix;

import java.util.List;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;

/**
 * One dgemm: {@code C <- alpha op(A) op(B) + beta C}, where op is the identity or the transpose. With beta = 0, C is
 * written without being read, so NaNs in it do not matter (BLAS's own rule). C shares no element with A or B; A and B may
 * overlap.
 *
 * @param alpha factor of the product
 * @param a the left operand; op(a) is m x k
 * @param transposeA whether op(a) is the transpose of a
 * @param b the right operand; op(b) is k x n
 * @param transposeB whether op(b) is the transpose of b
 * @param beta factor of what C holds before
 * @param c the result, m x n
 */
public record Dgemm(
        double alpha,
        StoredMatrix a,
        boolean transposeA,
        StoredMatrix b,
        boolean transposeB,
        double beta,
        StoredMatrix c) {
    public Dgemm {
        ProductShape sizes = ProductShape.of(a.shape(), transposeA, b.shape(), transposeB);
        if (!c.shape().equals(sizes.result())) {
            throw new InvalidInputException("result shape does not agree: c=" + c.shape() + ", expected "
                    + sizes.result() + " (" + ProductShape.operands(a.shape(), transposeA, b.shape(), transposeB)
                    + ")");
        }
        c.requireWritable();
        if (c.mayOverlap(a) || c.mayOverlap(b)) {
            Overlap.refuse(1, i -> List.of(a, b), i -> c);
        }
    }

    /** {@code C <- A B}. */
    public static Dgemm of(StoredMatrix a, StoredMatrix b, StoredMatrix c) {
        return new Dgemm(1, a, false, b, false, 0, c);
    }

    /** Rows of C. */
    public long m() {
        return c.rows();
    }

    /** Columns of C. */
    public long n() {
        return c.columns();
    }

    /** The inner dimension. */
    public long k() {
        return transposeA ? a.rows() : a.columns();
    }

    /** Floating-point operations: 2 m n k, as LAPACK counts them. */
    public double flop() {
        return 2.0 * m() * n() * k();
    }

    /** Bytes of the three matrices. */
    public long bytes() {
        return a.shape().bytes() + b.shape().bytes() + c.shape().bytes();
    }

    /** The same product with other matrices of the same shapes. */
    public Dgemm with(StoredMatrix newA, StoredMatrix newB, StoredMatrix newC) {
        return new Dgemm(alpha, newA, transposeA, newB, transposeB, beta, newC);
    }

    /**
     * The same product in the terms of BLAS, which knows column-major matrices only: the operands in BLAS's order, with
     * BLAS's flags. A row-major matrix is the transpose of a column-major one over the same memory, so nothing is copied.
     */
    public Dgemm columnMajor() {
        if (c.layout() == Layout.ROW_MAJOR) {
            // C^T = op(B)^T op(A)^T
            return new Dgemm(alpha, b.transpose(), transposeB, a.transpose(), transposeA, beta, c.transpose())
                    .columnMajor();
        }
        boolean acrossA = a.layout() == Layout.ROW_MAJOR;
        boolean acrossB = b.layout() == Layout.ROW_MAJOR;
        return !acrossA && !acrossB
                ? this
                : new Dgemm(
                        alpha,
                        acrossA ? a.transpose() : a,
                        transposeA != acrossA,
                        acrossB ? b.transpose() : b,
                        transposeB != acrossB,
                        beta,
                        c);
    }
}

package org.blaspool.matrix;

import org.blaspool.Layout;

/**
 * A product in the terms of BLAS, which knows column-major matrices only: the operands in BLAS's order, with BLAS's
 * flags. A row-major matrix is the transpose of a column-major one over the same memory, so no layout needs a copy.
 * The matrices' own layouts no longer matter here: a column of BLAS's is a line of the matrix.
 *
 * @param transposeA whether op(A) is the transpose of the column-major A
 * @param transposeB whether op(B) is the transpose of the column-major B
 * @param m rows of op(A) and C
 * @param n columns of op(B) and C
 * @param k columns of op(A), rows of op(B)
 * @param alpha factor of the product
 * @param a memory and leading dimension of A
 * @param b memory and leading dimension of B
 * @param beta factor of what C holds before
 * @param c memory and leading dimension of C
 */
public record ColumnMajorDgemm(
        boolean transposeA,
        boolean transposeB,
        long m,
        long n,
        long k,
        double alpha,
        StoredMatrix a,
        StoredMatrix b,
        double beta,
        StoredMatrix c) {

    /** The call that computes a product of matrices of any layout. */
    public static ColumnMajorDgemm of(Dgemm product) {
        // A row-major C is a column-major C^T = op(B)^T op(A)^T over the same memory.
        boolean swapped = product.c().layout() == Layout.ROW_MAJOR;
        StoredMatrix a = swapped ? product.b() : product.a();
        StoredMatrix b = swapped ? product.a() : product.b();
        boolean transposeA = swapped ? !product.transposeB() : product.transposeA();
        boolean transposeB = swapped ? !product.transposeA() : product.transposeB();
        return new ColumnMajorDgemm(
                transposeA != (a.layout() == Layout.ROW_MAJOR),
                transposeB != (b.layout() == Layout.ROW_MAJOR),
                swapped ? product.n() : product.m(),
                swapped ? product.m() : product.n(),
                product.k(),
                product.alpha(),
                a,
                b,
                product.beta(),
                product.c());
    }
}

package org.blaspool.netlib;

import dev.ludovic.netlib.blas.BLAS;

/** Matrix-matrix routines of dev.ludovic.netlib, all of which go to another implementation of it, but dgemm. */
abstract class Level3Delegate extends TriangularLevel2Delegate {
    Level3Delegate(BLAS delegate) {
        super(delegate);
    }

    @Override
    public final void sgemm(
            String transa,
            String transb,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int lda,
            float[] b,
            int ldb,
            float beta,
            float[] c,
            int ldc) {
        delegate.sgemm(transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public final void sgemm(
            String transa,
            String transb,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] b,
            int offsetb,
            int ldb,
            float beta,
            float[] c,
            int offsetc,
            int ldc) {
        delegate.sgemm(transa, transb, m, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }

    @Override
    public final void dsymm(
            String side,
            String uplo,
            int m,
            int n,
            double alpha,
            double[] a,
            int lda,
            double[] b,
            int ldb,
            double beta,
            double[] c,
            int ldc) {
        delegate.dsymm(side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public final void dsymm(
            String side,
            String uplo,
            int m,
            int n,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] b,
            int offsetb,
            int ldb,
            double beta,
            double[] c,
            int offsetc,
            int ldc) {
        delegate.dsymm(side, uplo, m, n, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }

    @Override
    public final void ssymm(
            String side,
            String uplo,
            int m,
            int n,
            float alpha,
            float[] a,
            int lda,
            float[] b,
            int ldb,
            float beta,
            float[] c,
            int ldc) {
        delegate.ssymm(side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public final void ssymm(
            String side,
            String uplo,
            int m,
            int n,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] b,
            int offsetb,
            int ldb,
            float beta,
            float[] c,
            int offsetc,
            int ldc) {
        delegate.ssymm(side, uplo, m, n, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }

    @Override
    public final void dsyr2k(
            String uplo,
            String trans,
            int n,
            int k,
            double alpha,
            double[] a,
            int lda,
            double[] b,
            int ldb,
            double beta,
            double[] c,
            int ldc) {
        delegate.dsyr2k(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public final void dsyr2k(
            String uplo,
            String trans,
            int n,
            int k,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] b,
            int offsetb,
            int ldb,
            double beta,
            double[] c,
            int offsetc,
            int ldc) {
        delegate.dsyr2k(uplo, trans, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }

    @Override
    public final void ssyr2k(
            String uplo,
            String trans,
            int n,
            int k,
            float alpha,
            float[] a,
            int lda,
            float[] b,
            int ldb,
            float beta,
            float[] c,
            int ldc) {
        delegate.ssyr2k(uplo, trans, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public final void ssyr2k(
            String uplo,
            String trans,
            int n,
            int k,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] b,
            int offsetb,
            int ldb,
            float beta,
            float[] c,
            int offsetc,
            int ldc) {
        delegate.ssyr2k(uplo, trans, n, k, alpha, a, offseta, lda, b, offsetb, ldb, beta, c, offsetc, ldc);
    }

    @Override
    public final void dsyrk(
            String uplo,
            String trans,
            int n,
            int k,
            double alpha,
            double[] a,
            int lda,
            double beta,
            double[] c,
            int ldc) {
        delegate.dsyrk(uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
    }

    @Override
    public final void dsyrk(
            String uplo,
            String trans,
            int n,
            int k,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double beta,
            double[] c,
            int offsetc,
            int ldc) {
        delegate.dsyrk(uplo, trans, n, k, alpha, a, offseta, lda, beta, c, offsetc, ldc);
    }

    @Override
    public final void ssyrk(
            String uplo, String trans, int n, int k, float alpha, float[] a, int lda, float beta, float[] c, int ldc) {
        delegate.ssyrk(uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
    }

    @Override
    public final void ssyrk(
            String uplo,
            String trans,
            int n,
            int k,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float beta,
            float[] c,
            int offsetc,
            int ldc) {
        delegate.ssyrk(uplo, trans, n, k, alpha, a, offseta, lda, beta, c, offsetc, ldc);
    }

    @Override
    public final void dtrmm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            double alpha,
            double[] a,
            int lda,
            double[] b,
            int ldb) {
        delegate.dtrmm(side, uplo, transa, diag, m, n, alpha, a, lda, b, ldb);
    }

    @Override
    public final void dtrmm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] b,
            int offsetb,
            int ldb) {
        delegate.dtrmm(side, uplo, transa, diag, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
    }

    @Override
    public final void strmm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            float alpha,
            float[] a,
            int lda,
            float[] b,
            int ldb) {
        delegate.strmm(side, uplo, transa, diag, m, n, alpha, a, lda, b, ldb);
    }

    @Override
    public final void strmm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] b,
            int offsetb,
            int ldb) {
        delegate.strmm(side, uplo, transa, diag, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
    }

    @Override
    public final void dtrsm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            double alpha,
            double[] a,
            int lda,
            double[] b,
            int ldb) {
        delegate.dtrsm(side, uplo, transa, diag, m, n, alpha, a, lda, b, ldb);
    }

    @Override
    public final void dtrsm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] b,
            int offsetb,
            int ldb) {
        delegate.dtrsm(side, uplo, transa, diag, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
    }

    @Override
    public final void strsm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            float alpha,
            float[] a,
            int lda,
            float[] b,
            int ldb) {
        delegate.strsm(side, uplo, transa, diag, m, n, alpha, a, lda, b, ldb);
    }

    @Override
    public final void strsm(
            String side,
            String uplo,
            String transa,
            String diag,
            int m,
            int n,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] b,
            int offsetb,
            int ldb) {
        delegate.strsm(side, uplo, transa, diag, m, n, alpha, a, offseta, lda, b, offsetb, ldb);
    }
}

package org.blaspool.netlib;

import dev.ludovic.netlib.blas.BLAS;

/** Triangular matrix-vector routines of dev.ludovic.netlib, all of which go to another implementation of it. */
abstract class TriangularLevel2Delegate extends Level2Delegate {
    TriangularLevel2Delegate(BLAS delegate) {
        super(delegate);
    }

    @Override
    public final void dtbmv(
            String uplo, String trans, String diag, int n, int k, double[] a, int lda, double[] x, int incx) {
        delegate.dtbmv(uplo, trans, diag, n, k, a, lda, x, incx);
    }

    @Override
    public final void dtbmv(
            String uplo,
            String trans,
            String diag,
            int n,
            int k,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx) {
        delegate.dtbmv(uplo, trans, diag, n, k, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void stbmv(
            String uplo, String trans, String diag, int n, int k, float[] a, int lda, float[] x, int incx) {
        delegate.stbmv(uplo, trans, diag, n, k, a, lda, x, incx);
    }

    @Override
    public final void stbmv(
            String uplo,
            String trans,
            String diag,
            int n,
            int k,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx) {
        delegate.stbmv(uplo, trans, diag, n, k, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void dtbsv(
            String uplo, String trans, String diag, int n, int k, double[] a, int lda, double[] x, int incx) {
        delegate.dtbsv(uplo, trans, diag, n, k, a, lda, x, incx);
    }

    @Override
    public final void dtbsv(
            String uplo,
            String trans,
            String diag,
            int n,
            int k,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx) {
        delegate.dtbsv(uplo, trans, diag, n, k, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void stbsv(
            String uplo, String trans, String diag, int n, int k, float[] a, int lda, float[] x, int incx) {
        delegate.stbsv(uplo, trans, diag, n, k, a, lda, x, incx);
    }

    @Override
    public final void stbsv(
            String uplo,
            String trans,
            String diag,
            int n,
            int k,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx) {
        delegate.stbsv(uplo, trans, diag, n, k, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void dtpmv(String uplo, String trans, String diag, int n, double[] ap, double[] x, int incx) {
        delegate.dtpmv(uplo, trans, diag, n, ap, x, incx);
    }

    @Override
    public final void dtpmv(
            String uplo,
            String trans,
            String diag,
            int n,
            double[] ap,
            int offsetap,
            double[] x,
            int offsetx,
            int incx) {
        delegate.dtpmv(uplo, trans, diag, n, ap, offsetap, x, offsetx, incx);
    }

    @Override
    public final void stpmv(String uplo, String trans, String diag, int n, float[] ap, float[] x, int incx) {
        delegate.stpmv(uplo, trans, diag, n, ap, x, incx);
    }

    @Override
    public final void stpmv(
            String uplo, String trans, String diag, int n, float[] ap, int offsetap, float[] x, int offsetx, int incx) {
        delegate.stpmv(uplo, trans, diag, n, ap, offsetap, x, offsetx, incx);
    }

    @Override
    public final void dtpsv(String uplo, String trans, String diag, int n, double[] ap, double[] x, int incx) {
        delegate.dtpsv(uplo, trans, diag, n, ap, x, incx);
    }

    @Override
    public final void dtpsv(
            String uplo,
            String trans,
            String diag,
            int n,
            double[] ap,
            int offsetap,
            double[] x,
            int offsetx,
            int incx) {
        delegate.dtpsv(uplo, trans, diag, n, ap, offsetap, x, offsetx, incx);
    }

    @Override
    public final void stpsv(String uplo, String trans, String diag, int n, float[] ap, float[] x, int incx) {
        delegate.stpsv(uplo, trans, diag, n, ap, x, incx);
    }

    @Override
    public final void stpsv(
            String uplo, String trans, String diag, int n, float[] ap, int offsetap, float[] x, int offsetx, int incx) {
        delegate.stpsv(uplo, trans, diag, n, ap, offsetap, x, offsetx, incx);
    }

    @Override
    public final void dtrmv(String uplo, String trans, String diag, int n, double[] a, int lda, double[] x, int incx) {
        delegate.dtrmv(uplo, trans, diag, n, a, lda, x, incx);
    }

    @Override
    public final void dtrmv(
            String uplo,
            String trans,
            String diag,
            int n,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx) {
        delegate.dtrmv(uplo, trans, diag, n, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void strmv(String uplo, String trans, String diag, int n, float[] a, int lda, float[] x, int incx) {
        delegate.strmv(uplo, trans, diag, n, a, lda, x, incx);
    }

    @Override
    public final void strmv(
            String uplo,
            String trans,
            String diag,
            int n,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx) {
        delegate.strmv(uplo, trans, diag, n, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void dtrsv(String uplo, String trans, String diag, int n, double[] a, int lda, double[] x, int incx) {
        delegate.dtrsv(uplo, trans, diag, n, a, lda, x, incx);
    }

    @Override
    public final void dtrsv(
            String uplo,
            String trans,
            String diag,
            int n,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx) {
        delegate.dtrsv(uplo, trans, diag, n, a, offseta, lda, x, offsetx, incx);
    }

    @Override
    public final void strsv(String uplo, String trans, String diag, int n, float[] a, int lda, float[] x, int incx) {
        delegate.strsv(uplo, trans, diag, n, a, lda, x, incx);
    }

    @Override
    public final void strsv(
            String uplo,
            String trans,
            String diag,
            int n,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx) {
        delegate.strsv(uplo, trans, diag, n, a, offseta, lda, x, offsetx, incx);
    }
}

package org.blaspool.netlib;

import dev.ludovic.netlib.blas.BLAS;

/** Matrix-vector routines of dev.ludovic.netlib, all of which go to another implementation of it. */
abstract class Level2Delegate extends Level1Delegate {
    Level2Delegate(BLAS delegate) {
        super(delegate);
    }

    @Override
    public final void dgbmv(
            String trans,
            int m,
            int n,
            int kl,
            int ku,
            double alpha,
            double[] a,
            int lda,
            double[] x,
            int incx,
            double beta,
            double[] y,
            int incy) {
        delegate.dgbmv(trans, m, n, kl, ku, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void dgbmv(
            String trans,
            int m,
            int n,
            int kl,
            int ku,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx,
            double beta,
            double[] y,
            int offsety,
            int incy) {
        delegate.dgbmv(trans, m, n, kl, ku, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void sgbmv(
            String trans,
            int m,
            int n,
            int kl,
            int ku,
            float alpha,
            float[] a,
            int lda,
            float[] x,
            int incx,
            float beta,
            float[] y,
            int incy) {
        delegate.sgbmv(trans, m, n, kl, ku, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void sgbmv(
            String trans,
            int m,
            int n,
            int kl,
            int ku,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx,
            float beta,
            float[] y,
            int offsety,
            int incy) {
        delegate.sgbmv(trans, m, n, kl, ku, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void dgemv(
            String trans,
            int m,
            int n,
            double alpha,
            double[] a,
            int lda,
            double[] x,
            int incx,
            double beta,
            double[] y,
            int incy) {
        delegate.dgemv(trans, m, n, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void dgemv(
            String trans,
            int m,
            int n,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx,
            double beta,
            double[] y,
            int offsety,
            int incy) {
        delegate.dgemv(trans, m, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void sgemv(
            String trans,
            int m,
            int n,
            float alpha,
            float[] a,
            int lda,
            float[] x,
            int incx,
            float beta,
            float[] y,
            int incy) {
        delegate.sgemv(trans, m, n, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void sgemv(
            String trans,
            int m,
            int n,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx,
            float beta,
            float[] y,
            int offsety,
            int incy) {
        delegate.sgemv(trans, m, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void dger(
            int m, int n, double alpha, double[] x, int incx, double[] y, int incy, double[] a, int lda) {
        delegate.dger(m, n, alpha, x, incx, y, incy, a, lda);
    }

    @Override
    public final void dger(
            int m,
            int n,
            double alpha,
            double[] x,
            int offsetx,
            int incx,
            double[] y,
            int offsety,
            int incy,
            double[] a,
            int offseta,
            int lda) {
        delegate.dger(m, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
    }

    @Override
    public final void sger(int m, int n, float alpha, float[] x, int incx, float[] y, int incy, float[] a, int lda) {
        delegate.sger(m, n, alpha, x, incx, y, incy, a, lda);
    }

    @Override
    public final void sger(
            int m,
            int n,
            float alpha,
            float[] x,
            int offsetx,
            int incx,
            float[] y,
            int offsety,
            int incy,
            float[] a,
            int offseta,
            int lda) {
        delegate.sger(m, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
    }

    @Override
    public final void dsbmv(
            String uplo,
            int n,
            int k,
            double alpha,
            double[] a,
            int lda,
            double[] x,
            int incx,
            double beta,
            double[] y,
            int incy) {
        delegate.dsbmv(uplo, n, k, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void dsbmv(
            String uplo,
            int n,
            int k,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx,
            double beta,
            double[] y,
            int offsety,
            int incy) {
        delegate.dsbmv(uplo, n, k, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void ssbmv(
            String uplo,
            int n,
            int k,
            float alpha,
            float[] a,
            int lda,
            float[] x,
            int incx,
            float beta,
            float[] y,
            int incy) {
        delegate.ssbmv(uplo, n, k, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void ssbmv(
            String uplo,
            int n,
            int k,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx,
            float beta,
            float[] y,
            int offsety,
            int incy) {
        delegate.ssbmv(uplo, n, k, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void dspmv(
            String uplo, int n, double alpha, double[] a, double[] x, int incx, double beta, double[] y, int incy) {
        delegate.dspmv(uplo, n, alpha, a, x, incx, beta, y, incy);
    }

    @Override
    public final void dspmv(
            String uplo,
            int n,
            double alpha,
            double[] a,
            int offseta,
            double[] x,
            int offsetx,
            int incx,
            double beta,
            double[] y,
            int offsety,
            int incy) {
        delegate.dspmv(uplo, n, alpha, a, offseta, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void sspmv(
            String uplo, int n, float alpha, float[] ap, float[] x, int incx, float beta, float[] y, int incy) {
        delegate.sspmv(uplo, n, alpha, ap, x, incx, beta, y, incy);
    }

    @Override
    public final void sspmv(
            String uplo,
            int n,
            float alpha,
            float[] ap,
            int offsetap,
            float[] x,
            int offsetx,
            int incx,
            float beta,
            float[] y,
            int offsety,
            int incy) {
        delegate.sspmv(uplo, n, alpha, ap, offsetap, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void dspr(String uplo, int n, double alpha, double[] x, int incx, double[] a) {
        delegate.dspr(uplo, n, alpha, x, incx, a);
    }

    @Override
    public final void dspr(
            String uplo, int n, double alpha, double[] x, int offsetx, int incx, double[] a, int offseta) {
        delegate.dspr(uplo, n, alpha, x, offsetx, incx, a, offseta);
    }

    @Override
    public final void sspr(String uplo, int n, float alpha, float[] x, int incx, float[] ap) {
        delegate.sspr(uplo, n, alpha, x, incx, ap);
    }

    @Override
    public final void sspr(
            String uplo, int n, float alpha, float[] x, int offsetx, int incx, float[] ap, int offsetap) {
        delegate.sspr(uplo, n, alpha, x, offsetx, incx, ap, offsetap);
    }

    @Override
    public final void dspr2(String uplo, int n, double alpha, double[] x, int incx, double[] y, int incy, double[] ap) {
        delegate.dspr2(uplo, n, alpha, x, incx, y, incy, ap);
    }

    @Override
    public final void dspr2(
            String uplo,
            int n,
            double alpha,
            double[] x,
            int offsetx,
            int incx,
            double[] y,
            int offsety,
            int incy,
            double[] ap,
            int offsetap) {
        delegate.dspr2(uplo, n, alpha, x, offsetx, incx, y, offsety, incy, ap, offsetap);
    }

    @Override
    public final void sspr2(String uplo, int n, float alpha, float[] x, int incx, float[] y, int incy, float[] ap) {
        delegate.sspr2(uplo, n, alpha, x, incx, y, incy, ap);
    }

    @Override
    public final void sspr2(
            String uplo,
            int n,
            float alpha,
            float[] x,
            int offsetx,
            int incx,
            float[] y,
            int offsety,
            int incy,
            float[] ap,
            int offsetap) {
        delegate.sspr2(uplo, n, alpha, x, offsetx, incx, y, offsety, incy, ap, offsetap);
    }

    @Override
    public final void dsymv(
            String uplo,
            int n,
            double alpha,
            double[] a,
            int lda,
            double[] x,
            int incx,
            double beta,
            double[] y,
            int incy) {
        delegate.dsymv(uplo, n, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void dsymv(
            String uplo,
            int n,
            double alpha,
            double[] a,
            int offseta,
            int lda,
            double[] x,
            int offsetx,
            int incx,
            double beta,
            double[] y,
            int offsety,
            int incy) {
        delegate.dsymv(uplo, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void ssymv(
            String uplo, int n, float alpha, float[] a, int lda, float[] x, int incx, float beta, float[] y, int incy) {
        delegate.ssymv(uplo, n, alpha, a, lda, x, incx, beta, y, incy);
    }

    @Override
    public final void ssymv(
            String uplo,
            int n,
            float alpha,
            float[] a,
            int offseta,
            int lda,
            float[] x,
            int offsetx,
            int incx,
            float beta,
            float[] y,
            int offsety,
            int incy) {
        delegate.ssymv(uplo, n, alpha, a, offseta, lda, x, offsetx, incx, beta, y, offsety, incy);
    }

    @Override
    public final void dsyr(String uplo, int n, double alpha, double[] x, int incx, double[] a, int lda) {
        delegate.dsyr(uplo, n, alpha, x, incx, a, lda);
    }

    @Override
    public final void dsyr(
            String uplo, int n, double alpha, double[] x, int offsetx, int incx, double[] a, int offseta, int lda) {
        delegate.dsyr(uplo, n, alpha, x, offsetx, incx, a, offseta, lda);
    }

    @Override
    public final void ssyr(String uplo, int n, float alpha, float[] x, int incx, float[] a, int lda) {
        delegate.ssyr(uplo, n, alpha, x, incx, a, lda);
    }

    @Override
    public final void ssyr(
            String uplo, int n, float alpha, float[] x, int offsetx, int incx, float[] a, int offseta, int lda) {
        delegate.ssyr(uplo, n, alpha, x, offsetx, incx, a, offseta, lda);
    }

    @Override
    public final void dsyr2(
            String uplo, int n, double alpha, double[] x, int incx, double[] y, int incy, double[] a, int lda) {
        delegate.dsyr2(uplo, n, alpha, x, incx, y, incy, a, lda);
    }

    @Override
    public final void dsyr2(
            String uplo,
            int n,
            double alpha,
            double[] x,
            int offsetx,
            int incx,
            double[] y,
            int offsety,
            int incy,
            double[] a,
            int offseta,
            int lda) {
        delegate.dsyr2(uplo, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
    }

    @Override
    public final void ssyr2(
            String uplo, int n, float alpha, float[] x, int incx, float[] y, int incy, float[] a, int lda) {
        delegate.ssyr2(uplo, n, alpha, x, incx, y, incy, a, lda);
    }

    @Override
    public final void ssyr2(
            String uplo,
            int n,
            float alpha,
            float[] x,
            int offsetx,
            int incx,
            float[] y,
            int offsety,
            int incy,
            float[] a,
            int offseta,
            int lda) {
        delegate.ssyr2(uplo, n, alpha, x, offsetx, incx, y, offsety, incy, a, offseta, lda);
    }
}

package org.blaspool.netlib;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import org.netlib.util.doubleW;
import org.netlib.util.floatW;

/** Vector routines of dev.ludovic.netlib, all of which go to another implementation of it. */
abstract class Level1Delegate implements NativeBLAS {
    final BLAS delegate;

    Level1Delegate(BLAS delegate) {
        this.delegate = delegate;
    }

    @Override
    public final double dasum(int n, double[] x, int incx) {
        return delegate.dasum(n, x, incx);
    }

    @Override
    public final double dasum(int n, double[] x, int offsetx, int incx) {
        return delegate.dasum(n, x, offsetx, incx);
    }

    @Override
    public final float sasum(int n, float[] x, int incx) {
        return delegate.sasum(n, x, incx);
    }

    @Override
    public final float sasum(int n, float[] x, int offsetx, int incx) {
        return delegate.sasum(n, x, offsetx, incx);
    }

    @Override
    public final void daxpy(int n, double alpha, double[] x, int incx, double[] y, int incy) {
        delegate.daxpy(n, alpha, x, incx, y, incy);
    }

    @Override
    public final void daxpy(int n, double alpha, double[] x, int offsetx, int incx, double[] y, int offsety, int incy) {
        delegate.daxpy(n, alpha, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final void saxpy(int n, float alpha, float[] x, int incx, float[] y, int incy) {
        delegate.saxpy(n, alpha, x, incx, y, incy);
    }

    @Override
    public final void saxpy(int n, float alpha, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
        delegate.saxpy(n, alpha, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final void dcopy(int n, double[] x, int incx, double[] y, int incy) {
        delegate.dcopy(n, x, incx, y, incy);
    }

    @Override
    public final void dcopy(int n, double[] x, int offsetx, int incx, double[] y, int offsety, int incy) {
        delegate.dcopy(n, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final void scopy(int n, float[] x, int incx, float[] y, int incy) {
        delegate.scopy(n, x, incx, y, incy);
    }

    @Override
    public final void scopy(int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
        delegate.scopy(n, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final double ddot(int n, double[] x, int incx, double[] y, int incy) {
        return delegate.ddot(n, x, incx, y, incy);
    }

    @Override
    public final double ddot(int n, double[] x, int offsetx, int incx, double[] y, int offsety, int incy) {
        return delegate.ddot(n, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final float sdot(int n, float[] x, int incx, float[] y, int incy) {
        return delegate.sdot(n, x, incx, y, incy);
    }

    @Override
    public final float sdot(int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
        return delegate.sdot(n, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final float sdsdot(int n, float sb, float[] sx, int incx, float[] sy, int incy) {
        return delegate.sdsdot(n, sb, sx, incx, sy, incy);
    }

    @Override
    public final float sdsdot(int n, float sb, float[] sx, int offsetsx, int incx, float[] sy, int offsetsy, int incy) {
        return delegate.sdsdot(n, sb, sx, offsetsx, incx, sy, offsetsy, incy);
    }

    @Override
    public final double dnrm2(int n, double[] x, int incx) {
        return delegate.dnrm2(n, x, incx);
    }

    @Override
    public final double dnrm2(int n, double[] x, int offsetx, int incx) {
        return delegate.dnrm2(n, x, offsetx, incx);
    }

    @Override
    public final float snrm2(int n, float[] x, int incx) {
        return delegate.snrm2(n, x, incx);
    }

    @Override
    public final float snrm2(int n, float[] x, int offsetx, int incx) {
        return delegate.snrm2(n, x, offsetx, incx);
    }

    @Override
    public final void drot(int n, double[] dx, int incx, double[] dy, int incy, double c, double s) {
        delegate.drot(n, dx, incx, dy, incy, c, s);
    }

    @Override
    public final void drot(
            int n, double[] dx, int offsetdx, int incx, double[] dy, int offsetdy, int incy, double c, double s) {
        delegate.drot(n, dx, offsetdx, incx, dy, offsetdy, incy, c, s);
    }

    @Override
    public final void srot(int n, float[] sx, int incx, float[] sy, int incy, float c, float s) {
        delegate.srot(n, sx, incx, sy, incy, c, s);
    }

    @Override
    public final void srot(
            int n, float[] sx, int offsetsx, int incx, float[] sy, int offsetsy, int incy, float c, float s) {
        delegate.srot(n, sx, offsetsx, incx, sy, offsetsy, incy, c, s);
    }

    @Override
    public final void drotg(doubleW da, doubleW db, doubleW c, doubleW s) {
        delegate.drotg(da, db, c, s);
    }

    @Override
    public final void srotg(floatW sa, floatW sb, floatW c, floatW s) {
        delegate.srotg(sa, sb, c, s);
    }

    @Override
    public final void drotm(int n, double[] dx, int incx, double[] dy, int incy, double[] dparam) {
        delegate.drotm(n, dx, incx, dy, incy, dparam);
    }

    @Override
    public final void drotm(
            int n,
            double[] dx,
            int offsetdx,
            int incx,
            double[] dy,
            int offsetdy,
            int incy,
            double[] dparam,
            int offsetdparam) {
        delegate.drotm(n, dx, offsetdx, incx, dy, offsetdy, incy, dparam, offsetdparam);
    }

    @Override
    public final void srotm(int n, float[] sx, int incx, float[] sy, int incy, float[] sparam) {
        delegate.srotm(n, sx, incx, sy, incy, sparam);
    }

    @Override
    public final void srotm(
            int n,
            float[] sx,
            int offsetsx,
            int incx,
            float[] sy,
            int offsetsy,
            int incy,
            float[] sparam,
            int offsetsparam) {
        delegate.srotm(n, sx, offsetsx, incx, sy, offsetsy, incy, sparam, offsetsparam);
    }

    @Override
    public final void drotmg(doubleW dd1, doubleW dd2, doubleW dx1, double dy1, double[] dparam) {
        delegate.drotmg(dd1, dd2, dx1, dy1, dparam);
    }

    @Override
    public final void drotmg(doubleW dd1, doubleW dd2, doubleW dx1, double dy1, double[] dparam, int offsetdparam) {
        delegate.drotmg(dd1, dd2, dx1, dy1, dparam, offsetdparam);
    }

    @Override
    public final void srotmg(floatW sd1, floatW sd2, floatW sx1, float sy1, float[] sparam) {
        delegate.srotmg(sd1, sd2, sx1, sy1, sparam);
    }

    @Override
    public final void srotmg(floatW sd1, floatW sd2, floatW sx1, float sy1, float[] sparam, int offsetsparam) {
        delegate.srotmg(sd1, sd2, sx1, sy1, sparam, offsetsparam);
    }

    @Override
    public final void dscal(int n, double alpha, double[] x, int incx) {
        delegate.dscal(n, alpha, x, incx);
    }

    @Override
    public final void dscal(int n, double alpha, double[] x, int offsetx, int incx) {
        delegate.dscal(n, alpha, x, offsetx, incx);
    }

    @Override
    public final void sscal(int n, float alpha, float[] x, int incx) {
        delegate.sscal(n, alpha, x, incx);
    }

    @Override
    public final void sscal(int n, float alpha, float[] x, int offsetx, int incx) {
        delegate.sscal(n, alpha, x, offsetx, incx);
    }

    @Override
    public final void dswap(int n, double[] x, int incx, double[] y, int incy) {
        delegate.dswap(n, x, incx, y, incy);
    }

    @Override
    public final void dswap(int n, double[] x, int offsetx, int incx, double[] y, int offsety, int incy) {
        delegate.dswap(n, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final void sswap(int n, float[] x, int incx, float[] y, int incy) {
        delegate.sswap(n, x, incx, y, incy);
    }

    @Override
    public final void sswap(int n, float[] x, int offsetx, int incx, float[] y, int offsety, int incy) {
        delegate.sswap(n, x, offsetx, incx, y, offsety, incy);
    }

    @Override
    public final int idamax(int n, double[] x, int incx) {
        return delegate.idamax(n, x, incx);
    }

    @Override
    public final int idamax(int n, double[] x, int offsetx, int incx) {
        return delegate.idamax(n, x, offsetx, incx);
    }

    @Override
    public final int isamax(int n, float[] sx, int incx) {
        return delegate.isamax(n, sx, incx);
    }

    @Override
    public final int isamax(int n, float[] sx, int offsetsx, int incx) {
        return delegate.isamax(n, sx, offsetsx, incx);
    }

    @Override
    public final boolean lsame(String ca, String cb) {
        return delegate.lsame(ca, cb);
    }
}

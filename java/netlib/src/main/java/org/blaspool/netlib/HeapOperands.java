package org.blaspool.netlib;

import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;

/**
 * Copies of a product's matrices on the heap, without gaps between columns. The arrays are kept for the next product
 * of the same shape. For one thread.
 */
final class HeapOperands {
    /** What every JVM can allocate: some of them keep a few words of an array for themselves. */
    static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final String kind;
    private double[] a = {};
    private double[] b = {};
    private double[] c = {};

    /** Arrays for the BLAS of that kind, which errors name. */
    HeapOperands(String kind) {
        this.kind = kind;
    }

    double[] a() {
        return a;
    }

    double[] b() {
        return b;
    }

    double[] c() {
        return c;
    }

    /** Leading dimension of a matrix's copy. */
    static int leadingDimension(StoredMatrix matrix) {
        return (int) Math.max(1, matrix.lineLength());
    }

    /** Copies A, B and, where beta is not 0, C. */
    void load(Dgemm call) {
        a = fitted(a, call.a());
        b = fitted(b, call.b());
        c = fitted(c, call.c());
        copyIn(call.a(), a);
        copyIn(call.b(), b);
        if (call.beta() != 0) {
            copyIn(call.c(), c);
        }
    }

    /** Copies C back. */
    void store(Dgemm call) {
        StoredMatrix matrix = call.c();
        int length = (int) matrix.lineLength();
        if (matrix.isContiguous()) {
            matrix.region().putDoubles(matrix.offset(), c, 0, c.length);
            return;
        }
        for (int line = 0; line < matrix.lines(); line++) {
            matrix.region().putDoubles(lineOffset(matrix, line), c, line * length, length);
        }
    }

    private static void copyIn(StoredMatrix matrix, double[] array) {
        int length = (int) matrix.lineLength();
        if (matrix.isContiguous()) {
            matrix.region().getDoubles(matrix.offset(), array, 0, array.length);
            return;
        }
        for (int line = 0; line < matrix.lines(); line++) {
            matrix.region().getDoubles(lineOffset(matrix, line), array, line * length, length);
        }
    }

    private static long lineOffset(StoredMatrix matrix, long line) {
        return matrix.offset() + line * matrix.leadingDimension() * Double.BYTES;
    }

    private double[] fitted(double[] array, StoredMatrix matrix) {
        long elements = matrix.shape().elements();
        if (elements == array.length) {
            return array;
        }
        if (elements > MAX_ELEMENTS) {
            throw new InvalidInputException("matrix is too large for a Java array: shape=" + matrix.shape()
                    + " elements=" + elements + ", allowed " + MAX_ELEMENTS + " with --blas " + kind
                    + "; --blas bundled, system and PATH have no such limit");
        }
        try {
            return new double[(int) elements];
        } catch (OutOfMemoryError e) {
            throw new ResourceUnavailableException(
                    "heap is too small for a copy of the matrix: shape=" + matrix.shape() + " bytes="
                            + matrix.shape().bytes() + " max-heap="
                            + Runtime.getRuntime().maxMemory() + ", with --blas " + kind
                            + "; start Java with a larger -Xmx, or use --blas bundled",
                    e);
        }
    }
}

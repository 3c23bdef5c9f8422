package org.blaspool.measure;

import java.util.Arrays;
import org.blaspool.matrix.Layout;
import org.blaspool.matrix.Matrix;

/**
 * y = op(M) x together with s = |op(M)| w, in one pass over M's memory, any layout. Sums are formed in blocks of
 * {@link #BLOCK} terms, so that one of n terms has at most BLOCK + ceil(n / BLOCK) roundings behind each term instead
 * of n. For one thread; the buffers are used again by the next call.
 */
final class MatrixVector {
    private static final int BLOCK = 64;
    private static final int READ_ELEMENTS = 1 << 15;

    private double[] lines = new double[0];
    private double[] partial = new double[0];
    private double[] partialScale = new double[0];

    /** Roundings that a term of a sum of {@code terms} goes through at most, its multiplication included. */
    static double roundings(long terms) {
        return Math.min(terms, BLOCK + Math.ceil((double) terms / BLOCK)) + 1;
    }

    /**
     * Computes both products.
     *
     * @param x a vector of op(matrix)'s columns
     * @param weights what |op(matrix)| is multiplied by; null where {@code scale} is null
     * @param y of op(matrix)'s rows; overwritten
     * @param scale of op(matrix)'s rows, overwritten; null where it is not wanted
     */
    void multiply(Matrix matrix, boolean transpose, double[] x, double[] weights, double[] y, double[] scale) {
        boolean linesAreColumns = (matrix.layout() == Layout.COLUMN_MAJOR) != transpose;
        Arrays.fill(y, 0);
        if (scale != null) {
            Arrays.fill(scale, 0);
        }
        int length = Math.toIntExact(matrix.lineLength());
        if (length == 0) {
            return;
        }
        int group = Math.max(1, Math.min(BLOCK, READ_ELEMENTS / length));
        for (long first = 0; first < matrix.lines(); first += BLOCK) {
            int count = (int) Math.min(BLOCK, matrix.lines() - first);
            if (linesAreColumns) {
                addColumns(matrix, (int) first, count, group, x, weights, y, scale);
            } else {
                dotRows(matrix, (int) first, count, group, x, weights, y, scale);
            }
        }
    }

    /** Adds up to BLOCK columns in vectors of their own, then those to the result. */
    private void addColumns(
            Matrix matrix, int first, int count, int group, double[] x, double[] weights, double[] y, double[] scale) {
        int length = y.length;
        partial = cleared(partial, length);
        if (scale != null) {
            partialScale = cleared(partialScale, length);
        }
        for (int j = 0; j < count; j++) {
            int at = j % group * length;
            if (at == 0) {
                read(matrix, first + j, Math.min(group, count - j));
            }
            addScaled(partial, x[first + j], lines, at, length);
            if (scale != null) {
                addScaledAbsolute(partialScale, weights[first + j], lines, at, length);
            }
        }
        addScaled(y, 1, partial, 0, length);
        if (scale != null) {
            addScaled(scale, 1, partialScale, 0, length);
        }
    }

    private void dotRows(
            Matrix matrix, int first, int count, int group, double[] x, double[] weights, double[] y, double[] scale) {
        int length = x.length;
        for (int j = 0; j < count; j++) {
            int at = j % group * length;
            if (at == 0) {
                read(matrix, first + j, Math.min(group, count - j));
            }
            y[first + j] = dot(x, lines, at, length);
            if (scale != null) {
                scale[first + j] = dotAbsolute(weights, lines, at, length);
            }
        }
    }

    private void read(Matrix matrix, long first, int count) {
        int length = (int) matrix.lineLength();
        if (lines.length < count * length) {
            lines = new double[count * length];
        }
        long stride = matrix.leadingDimension() * Double.BYTES;
        if (matrix.leadingDimension() == length) {
            matrix.region().getDoubles(matrix.offset() + first * stride, lines, 0, count * length);
            return;
        }
        for (int j = 0; j < count; j++) {
            matrix.region().getDoubles(matrix.offset() + (first + j) * stride, lines, j * length, length);
        }
    }

    private static double[] cleared(double[] vector, int length) {
        if (vector.length != length) {
            return new double[length];
        }
        Arrays.fill(vector, 0);
        return vector;
    }

    private static void addScaled(double[] y, double factor, double[] line, int at, int length) {
        for (int i = 0; i < length; i++) {
            y[i] += factor * line[at + i];
        }
    }

    private static void addScaledAbsolute(double[] y, double factor, double[] line, int at, int length) {
        for (int i = 0; i < length; i++) {
            y[i] += factor * Math.abs(line[at + i]);
        }
    }

    /** Four sums at once hide the latency of an addition, which is what bounds this loop. */
    private static double dot(double[] x, double[] line, int at, int length) {
        double sum = 0;
        for (int from = 0; from < length; from += BLOCK) {
            int to = Math.min(from + BLOCK, length);
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            int i = from;
            for (; i + 4 <= to; i += 4) {
                s0 += x[i] * line[at + i];
                s1 += x[i + 1] * line[at + i + 1];
                s2 += x[i + 2] * line[at + i + 2];
                s3 += x[i + 3] * line[at + i + 3];
            }
            for (; i < to; i++) {
                s0 += x[i] * line[at + i];
            }
            sum += (s0 + s1) + (s2 + s3);
        }
        return sum;
    }

    private static double dotAbsolute(double[] weights, double[] line, int at, int length) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 2 <= length; i += 2) {
            s0 += weights[i] * Math.abs(line[at + i]);
            s1 += weights[i + 1] * Math.abs(line[at + i + 1]);
        }
        return i < length ? s0 + s1 + weights[i] * Math.abs(line[at + i]) : s0 + s1;
    }
}

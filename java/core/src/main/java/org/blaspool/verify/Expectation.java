package org.blaspool.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * What a right result of one product multiplied by a random vector gives: Freivalds' check (R. Freivalds, Probabilistic
 * machines can use less running time, 1977), three matrix-vector products instead of a matrix product, of which two
 * need be done only once. The elements of x are of random sign and uniform in [1, 2): a single wrong element moves a row's
 * sum by at least its own error, whatever the vector, and errors that cancel each other (two columns swapped) do so with
 * probability 0 and not 1/2, as they would for elements of +-1.
 *
 * <p>The bound. With u = 2^-53 and g(t) = t u / (1 - t u), a dgemm that sums in any order is off by at most
 * {@code g(k + 2) (|alpha| |A| |B| + |beta| |C0|)} (N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * section 3.5; the 2 for alpha and beta). Our own sums are blocked and go through {@code r(t)} roundings a term
 * ({@link MatrixVector#roundings}): {@code A (B x)} is off by {@code g(r(n) + r(k))}, {@code C x} by {@code g(r(n))},
 * both times the same matrix applied to |x|; alpha, beta, the last sum and the difference add 4. So, row by row,
 *
 * <pre>|C x - (alpha A (B x) + beta C0 x)|  &lt;=  g(k + 2 r(n) + r(k) + 6) (|alpha| |A| (|B| |x|) + |beta| |C0| |x|)</pre>
 *
 * always holds for a right result; an error above twice the bound in a single element is always found. At n = 2000 with
 * elements in [-1, 1) the bound is 4e-7, where an element of C is 15 or so.
 *
 * <p>Elements that are not finite: a row of op(A) or a column of op(B) that is not finite must leave
 * no finite element behind; the rest is checked as above. Rows that overflow although all operands are finite, and
 * columns of C0 (for beta != 0) that are not finite, are not checked. Immutable.
 */
final class Expectation {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    private final long seed;
    private final int rows;
    private final int columns;
    private final double[] expected;
    private final double[] bound;
    private final NonFinitePattern pattern;

    private Expectation(long seed, int rows, int columns, double[] expected, double[] bound, NonFinitePattern pattern) {
        this.seed = seed;
        this.rows = rows;
        this.columns = columns;
        this.expected = expected;
        this.bound = bound;
        this.pattern = pattern;
    }

    /** Computes it; for beta != 0 the product's C holds what it will be added to. */
    static Expectation of(Dgemm product, long seed, MatrixVector multiplier) {
        Expectation plain = compute(product, seed, NonFinitePattern.NONE, multiplier);
        if (Arrays.stream(plain.bound).allMatch(Double::isFinite)) {
            return plain;
        }
        NonFinitePattern pattern = NonFinitePattern.of(product);
        if (pattern.isEmpty()) {
            return plain;
        }
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return compute(pattern.withoutNonFinite(product, store), seed, pattern, multiplier);
        }
    }

    private static Expectation compute(Dgemm product, long seed, NonFinitePattern pattern, MatrixVector multiplier) {
        int m = Math.toIntExact(product.m());
        int n = Math.toIntExact(product.n());
        int k = Math.toIntExact(product.k());
        double[] x = randomVector(n, seed);
        double[] weights = absolute(x);
        double[] expected = new double[m];
        double[] scale = new double[m];
        // BLAS reads neither A nor B for alpha = 0, and C0 not for beta = 0.
        if (product.alpha() != 0) {
            double[] y = new double[k];
            double[] yScale = new double[k];
            multiplier.multiply(product.b(), product.transposeB(), x, weights, y, yScale);
            multiplier.multiply(product.a(), product.transposeA(), y, yScale, expected, scale);
            times(expected, product.alpha());
            times(scale, Math.abs(product.alpha()));
        }
        if (product.beta() != 0) {
            addInitial(product, x, weights, expected, scale, multiplier);
        }
        double roundings = k + 2 * MatrixVector.roundings(n) + MatrixVector.roundings(k) + 6;
        // The scale was itself rounded: a thousandth more than covers that.
        times(scale, 1.001 * roundings * UNIT_ROUNDOFF / (1 - roundings * UNIT_ROUNDOFF));
        return new Expectation(seed, m, n, expected, scale, pattern);
    }

    private static void addInitial(
            Dgemm product, double[] x, double[] weights, double[] expected, double[] scale, MatrixVector multiplier) {
        double[] initial = new double[expected.length];
        double[] initialScale = new double[expected.length];
        multiplier.multiply(product.c(), false, x, weights, initial, initialScale);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += product.beta() * initial[i];
            scale[i] += Math.abs(product.beta()) * initialScale[i];
        }
    }

    private static double[] randomVector(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[length];
        for (int i = 0; i < length; i++) {
            long bits = random.nextLong();
            double magnitude = 1 + (bits >>> 12) * 0x1p-52;
            x[i] = (bits & 1) == 0 ? magnitude : -magnitude;
        }
        return x;
    }

    private static double[] absolute(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    private static void times(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** What is wrong with a result, in a few words; empty where it is right. */
    Optional<String> check(StoredMatrix c, MatrixVector multiplier) {
        if (c.rows() != rows || c.columns() != columns) {
            return Optional.of("its shape is " + c.shape() + ", expected " + rows + "x" + columns);
        }
        if (pattern.isEmpty()) {
            return checkFinite(c, multiplier);
        }
        Optional<String> wrong = pattern.check(c);
        if (wrong.isPresent()) {
            return wrong;
        }
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return checkFinite(pattern.withoutNonFinite(c, store), multiplier);
        }
    }

    private Optional<String> checkFinite(StoredMatrix c, MatrixVector multiplier) {
        double[] sums = new double[rows];
        multiplier.multiply(c, false, randomVector(columns, seed), null, sums, null);
        for (int i = 0; i < rows; i++) {
            // The comparison is false for a sum that is NaN, as it must be; a bound that is not finite is an overflow.
            if (Double.isFinite(bound[i]) && !(Math.abs(sums[i] - expected[i]) <= bound[i])) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "row %d times a random vector gives %.17g, expected %.17g within %.3g",
                        i,
                        sums[i],
                        expected[i],
                        bound[i]));
            }
        }
        return Optional.empty();
    }
}

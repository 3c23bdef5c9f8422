package org.blaspool.verify;

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
 * <p>The bound has two terms, which docs/measuring.md derives. With u = 2^-53, g(t) = t u / (1 - t u) and eta = 2^-1074,
 *
 * <pre>|C x - (alpha A (B x) + beta C0 x)|
 *   &lt;=  g(k + 2 r(n) + r(k) + 6) (|alpha| |A| (|B| |x|) + |beta| |C0| |x|)  +  underflow</pre>
 *
 * always holds for a right result. The first term is of relative errors; at n = 2000 with elements in [-1, 1) it is 4e-7,
 * where an element of C is 15 or so, and an error above twice the bound in a single element is always found. The second is
 * of products below 2^-1022, each of which is off by up to eta whatever its size.
 *
 * <p>Sums that overflow on the way although C does not are formed anew with x and B x scaled by powers of two
 * ({@link Scaling}). What may overflow in the product itself, in some order of adding, is a row whose sum of magnitudes
 * reaches 2^1023. Where such a row is not finite, an element proves nothing that may itself have overflowed; each other
 * one is held to a bound of its own (unless beta != 0, as C0 is there no more). Finite rows are held to the bound.
 *
 * <p>Elements of operands that are not finite: a row of op(A) or a column of op(B) that is not finite must leave
 * no finite element behind; the rest is checked as above. Columns of C0 (for beta != 0) that are not finite are not
 * checked.
 *
 * @param magnitudes the rows' sums of magnitudes where one is so large that an element may overflow; else null
 */
record Expectation(
        long seed,
        Scaling scaling,
        StoredMatrix expected,
        StoredMatrix bound,
        StoredMatrix magnitudes,
        long columns,
        NonFinitePattern pattern) {
    private static final double UNIT_ROUNDOFF = 0x1p-53;
    /** What a product that underflows is off by at most, twice over. */
    private static final double ETA = Double.MIN_VALUE;

    private static final double MAY_OVERFLOW = 0x1p1023;

    /**
     * Powers of two by which sums are kept in range: x is multiplied by {@code ofX}, B x by {@code ofY}, and what alpha or
     * beta multiplies by {@code ofFactors}. Each makes its own step safe and no smaller than that takes.
     */
    private record Scaling(double ofX, double ofY, double ofFactors) {
        static final Scaling NONE = new Scaling(1, 1, 1);

        /** Of everything that is computed, against what it would be. */
        double all() {
            return ofX * ofY * ofFactors;
        }

        /** What C x, with x scaled, is still to be multiplied by. */
        double behindX() {
            return ofY * ofFactors;
        }
    }

    /**
     * Computes it; for beta != 0 the product's C holds what it will be added to.
     *
     * @param kept where it keeps two numbers a row
     */
    static Expectation of(Dgemm product, long seed, MatrixVector multiplier, MatrixStore kept) {
        Expectation plain = compute(product, seed, Scaling.NONE, NonFinitePattern.NONE, multiplier, kept);
        if (plain.isFinite()) {
            return plain;
        }
        NonFinitePattern pattern = NonFinitePattern.of(product);
        if (pattern.isEmpty()) {
            return compute(product, seed, scalingOf(product, seed, multiplier), pattern, multiplier, kept);
        }
        try (MatrixStore store = MatrixStore.privateMemory()) {
            Dgemm finite = pattern.withoutNonFinite(product, store);
            Expectation rest = compute(finite, seed, Scaling.NONE, pattern, multiplier, kept);
            return rest.isFinite()
                    ? rest
                    : compute(finite, seed, scalingOf(finite, seed, multiplier), pattern, multiplier, kept);
        }
    }

    private boolean isFinite() {
        for (long i = 0; i < bound.rows(); i++) {
            if (!Double.isFinite(bound.get(i, 0)) || !Double.isFinite(expected.get(i, 0))) {
                return false;
            }
        }
        return true;
    }

    /** Sums of up to 2^31 terms below 2^1025 stay in range times 2^-36; then B x is known, and what it takes next. */
    private static Scaling scalingOf(Dgemm product, long seed, MatrixVector multiplier) {
        double ofX = 0x1p-36;
        multiplier.forget();
        StoredMatrix x = randomVector(multiplier, product.n(), seed, ofX);
        StoredMatrix y = multiplier.vector(product.k());
        StoredMatrix yScale = multiplier.vector(product.k());
        multiplier.multiply(product.b(), product.transposeB(), x, absolute(multiplier, x), y, yScale);
        double largest = 1;
        for (long l = 0; l < yScale.rows(); l++) {
            largest = Math.max(largest, yScale.get(l, 0));
        }
        int ofSum = 64 - Long.numberOfLeadingZeros(product.k());
        int ofY = Math.getExponent(largest) + ofSum + 4;
        double factor = Math.max(1, Math.max(Math.abs(product.alpha()), Math.abs(product.beta())));
        return new Scaling(ofX, Math.scalb(1.0, -ofY), Math.scalb(1.0, -Math.getExponent(factor) - 2));
    }

    private static Expectation compute(
            Dgemm product,
            long seed,
            Scaling scaling,
            NonFinitePattern pattern,
            MatrixVector multiplier,
            MatrixStore kept) {
        long m = product.m();
        long n = product.n();
        long k = product.k();
        multiplier.forget();
        StoredMatrix x = randomVector(multiplier, n, seed, scaling.ofX());
        StoredMatrix weights = absolute(multiplier, x);
        StoredMatrix expected = kept.allocate(m, 1);
        StoredMatrix scale = kept.allocate(m, 1);
        double alpha = product.alpha() * scaling.ofFactors();
        double beta = product.beta() * scaling.ofFactors();
        double roundings = k + 2 * MatrixVector.roundings(n) + MatrixVector.roundings(k) + 6;
        double relative = roundings * UNIT_ROUNDOFF / (1 - roundings * UNIT_ROUNDOFF);
        double underflow =
                ETA * (n + 2.0) * (2 + Math.abs(product.beta()) + (k + 2.0) * (1 + Math.abs(product.alpha())));
        // BLAS reads neither A nor B for alpha = 0, and C0 not for beta = 0.
        if (product.alpha() != 0) {
            StoredMatrix y = multiplier.vector(k);
            StoredMatrix yScale = multiplier.vector(k);
            multiplier.multiply(product.b(), product.transposeB(), x, weights, y, yScale);
            // What each element of B x, and alpha B where a BLAS forms that first, lost by underflow: it goes through
            // A.
            double lost = ETA * (n + 2.0) * (3 + Math.abs(alpha)) / relative;
            for (long l = 0; l < k; l++) {
                y.set(l, 0, y.get(l, 0) * scaling.ofY());
                double magnitude = yScale.get(l, 0) * scaling.ofY();
                underflow += ETA * magnitude;
                yScale.set(l, 0, Math.abs(alpha) * magnitude + lost);
            }
            multiplier.multiply(product.a(), product.transposeA(), y, yScale, expected, scale);
            for (long i = 0; i < m; i++) {
                expected.set(i, 0, expected.get(i, 0) * alpha);
            }
        } else {
            MatrixVector.fill(expected, 0);
            MatrixVector.fill(scale, 0);
        }
        if (product.beta() != 0) {
            addInitial(product, x, weights, beta * scaling.ofY(), expected, scale, multiplier);
        }
        StoredMatrix magnitudes = scaling == Scaling.NONE ? null : kept.allocate(m, 1);
        for (long i = 0; i < m; i++) {
            double magnitude = scale.get(i, 0);
            if (magnitudes != null) {
                magnitudes.set(i, 0, magnitude);
            }
            // The scale was itself rounded: a thousandth more than covers that.
            scale.set(i, 0, 1.001 * relative * magnitude + 2 * underflow);
        }
        return new Expectation(seed, scaling, expected, scale, magnitudes, n, pattern);
    }

    private static void addInitial(
            Dgemm product,
            StoredMatrix x,
            StoredMatrix weights,
            double beta,
            StoredMatrix expected,
            StoredMatrix scale,
            MatrixVector multiplier) {
        StoredMatrix initial = multiplier.vector(product.m());
        StoredMatrix initialScale = multiplier.vector(product.m());
        multiplier.multiply(product.c(), false, x, weights, initial, initialScale);
        for (long i = 0; i < product.m(); i++) {
            expected.set(i, 0, expected.get(i, 0) + beta * initial.get(i, 0));
            scale.set(i, 0, scale.get(i, 0) + Math.abs(beta) * initialScale.get(i, 0));
        }
    }

    private static StoredMatrix randomVector(MatrixVector multiplier, long length, long seed, double factor) {
        SplittableRandom random = new SplittableRandom(seed);
        StoredMatrix x = multiplier.vector(length);
        for (long i = 0; i < length; i++) {
            long bits = random.nextLong();
            double magnitude = (1 + (bits >>> 12) * 0x1p-52) * factor;
            x.set(i, 0, (bits & 1) == 0 ? magnitude : -magnitude);
        }
        return x;
    }

    private static StoredMatrix absolute(MatrixVector multiplier, StoredMatrix values) {
        StoredMatrix absolute = multiplier.vector(values.rows());
        for (long i = 0; i < values.rows(); i++) {
            absolute.set(i, 0, Math.abs(values.get(i, 0)));
        }
        return absolute;
    }

    /** What is wrong with a product's result, in a few words; empty where it is right. */
    Optional<String> check(Dgemm product, MatrixVector multiplier) {
        StoredMatrix c = product.c();
        if (c.rows() != expected.rows() || c.columns() != columns) {
            return Optional.of("its shape is " + c.shape() + ", expected " + expected.rows() + "x" + columns);
        }
        if (pattern.isEmpty()) {
            return checkFinite(product, c, multiplier);
        }
        Optional<String> wrong = pattern.check(c);
        if (wrong.isPresent()) {
            return wrong;
        }
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return checkFinite(product, pattern.withoutNonFinite(c, store), multiplier);
        }
    }

    private Optional<String> checkFinite(Dgemm product, StoredMatrix c, MatrixVector multiplier) {
        multiplier.forget();
        StoredMatrix x = randomVector(multiplier, columns, seed, scaling.ofX());
        StoredMatrix sums = multiplier.vector(expected.rows());
        multiplier.multiply(c, false, x, null, sums, null);
        for (long i = 0; i < expected.rows(); i++) {
            double sum = sums.get(i, 0) * scaling.behindX();
            // The comparison is false for a sum that is NaN, as it must be.
            if (!Double.isFinite(sum) && mayOverflow(i)) {
                Optional<String> wrong = checkElements(product, c, i);
                if (wrong.isPresent()) {
                    return wrong;
                }
            } else if (!(Math.abs(sum - expected.get(i, 0)) <= bound.get(i, 0))) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "row %d times a random vector gives %.17g, expected %.17g within %.3g%s",
                        i,
                        sum,
                        expected.get(i, 0),
                        bound.get(i, 0),
                        scaling == Scaling.NONE ? "" : ", all times " + scaling.all()));
            }
        }
        return Optional.empty();
    }

    /**
     * The elements of a row in which one may have overflowed, one by one: what nothing on the way to it can overflow is held
     * to a bound of its own. With beta != 0 what was added is there no more.
     */
    private static Optional<String> checkElements(Dgemm product, StoredMatrix c, long row) {
        StoredMatrix a = product.transposeA() ? product.a().transpose() : product.a();
        StoredMatrix b = product.transposeB() ? product.b().transpose() : product.b();
        double alpha = product.alpha();
        for (long j = 0; j < c.columns() && product.beta() == 0; j++) {
            double sum = 0;
            double magnitude = 0;
            double largest = 0;
            double underflow = 0;
            for (long l = 0; l < product.k(); l++) {
                double left = a.get(row, l);
                double right = b.get(l, j);
                double term = left * right;
                sum += alpha * term;
                magnitude += Math.abs(alpha * term);
                largest += Math.abs(term) + (alpha == 1 ? 0 : Math.abs(alpha * left) + Math.abs(alpha * right));
                underflow += ETA * (1 + Math.abs(left) + Math.abs(right)) * (2 + Math.abs(alpha));
            }
            double most = 2 * (product.k() + 6) * UNIT_ROUNDOFF * magnitude + underflow;
            double value = c.get(row, j);
            // What is not finite here is no bound.
            if (magnitude + largest < MAY_OVERFLOW / 2 && !(Math.abs(value - sum) <= most)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "element (%d, %d) is %.17g, expected %.17g within %.3g",
                        row,
                        j,
                        value,
                        sum,
                        most));
            }
        }
        return Optional.empty();
    }

    private boolean mayOverflow(long row) {
        return magnitudes != null && magnitudes.get(row, 0) >= MAY_OVERFLOW * scaling.all();
    }
}

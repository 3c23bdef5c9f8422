package org.blaspool.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products of numbers of any size: results that are subnormal, that nearly overflow, that do, and all between. */
class VerificationOfScalesTest {
    private static final int PRODUCTS = 400;

    private final MatrixStore store = MatrixStore.privateMemory();
    private final BlasLibrary blas = BlasSpec.BUNDLED.open();
    private final SplittableRandom random = new SplittableRandom(20);

    @AfterEach
    void release() {
        store.close();
        blas.close();
    }

    /** Elements of random sign within 2^-40 to 1 of a size. */
    private StoredMatrix matrix(int rows, int columns, int exponent) {
        StoredMatrix matrix = store.allocate(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, Math.scalb(random.nextDouble(-1, 1), exponent - random.nextInt(40)));
            }
        }
        return matrix;
    }

    /** The sum of a result's terms, rounded once, and that of their magnitudes. */
    private static double[] exact(Dgemm product, int row, int column, double before) {
        BigDecimal alpha = new BigDecimal(product.alpha());
        BigDecimal sum = new BigDecimal(product.beta()).multiply(new BigDecimal(before));
        BigDecimal magnitude = sum.abs();
        for (int l = 0; l < product.k(); l++) {
            BigDecimal term = alpha.multiply(new BigDecimal(product.a().get(row, l)))
                    .multiply(new BigDecimal(product.b().get(l, column)));
            sum = sum.add(term);
            magnitude = magnitude.add(term.abs());
        }
        return new double[] {sum.doubleValue(), magnitude.doubleValue()};
    }

    @Test
    void shouldTakeWhatIsRightAndFindWhatIsWrongAtAnyScale() {
        int subnormal = 0;
        int huge = 0;
        for (int i = 0; i < PRODUCTS; i++) {
            store.rewind();
            int m = 1 + random.nextInt(12);
            int k = 1 + random.nextInt(12);
            int n = 1 + random.nextInt(12);
            // Of every fourth product the results are near one end of what a double holds.
            int exponentOfC = switch (i % 4) {
                case 0 -> -1074 + random.nextInt(60);
                case 1 -> 1010 + random.nextInt(9);
                default -> random.nextInt(2000) - 1000;
            };
            int exponentOfA = Math.max(-1000, Math.min(1000, exponentOfC / 2 + random.nextInt(1000) - 500));
            int exponentOfB = Math.max(-1020, Math.min(1020, exponentOfC - exponentOfA));
            double alpha = random.nextInt(3) == 0 ? -1.5 : 1;
            double beta = random.nextInt(3) == 0 ? 0.75 : 0;
            StoredMatrix c = matrix(m, n, exponentOfC);
            Dgemm product =
                    new Dgemm(alpha, matrix(m, k, exponentOfA), false, matrix(k, n, exponentOfB), false, beta, c);
            double[][] before = c.toRows();
            Batch batch = Batch.of(product);
            try (Verification verification = Verification.of(batch, i, 1)) {
                String what = "product " + i + " " + m + "x" + k + "x" + n + " a=" + exponentOfA + " b=" + exponentOfB;
                blas.multiply(product);
                assertThat(verification.check(batch)).as(what + " by the BLAS").isEmpty();

                int row = random.nextInt(m);
                int column = random.nextInt(n);
                double largest = 0;
                for (int r = 0; r < m; r++) {
                    for (int s = 0; s < n; s++) {
                        double[] exact = exact(product, r, s, before[r][s]);
                        c.set(r, s, exact[0]);
                        largest = Math.max(largest, r == row ? exact[1] : 0);
                    }
                }
                assertThat(verification.check(batch)).as(what + " exactly").isEmpty();
                subnormal += largest < Double.MIN_NORMAL ? 1 : 0;
                huge += largest > 0x1p1000 ? 1 : 0;

                // Far above the roundings, and above what products that underflow lose.
                double error = 1e-9 * largest
                        + Double.MIN_VALUE * 4000 * (1 + k) * (1 + n)
                        + Double.MIN_VALUE * n * (Math.scalb(40.0, exponentOfA) + Math.scalb(40.0, exponentOfB)) * k;
                c.set(row, column, c.get(row, column) + error);
                assertThat(verification.check(batch))
                        .as(what + " off by " + error)
                        .isPresent();
            }
        }
        assertThat(subnormal).isGreaterThan(PRODUCTS / 10);
        assertThat(huge).isGreaterThan(PRODUCTS / 10);
    }

    private static final double[] EXTREMES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE, -0.0
    };

    private void spoil(StoredMatrix matrix) {
        for (int count = random.nextInt(3); count > 0; count--) {
            double value = EXTREMES[random.nextInt(EXTREMES.length)];
            matrix.set(random.nextLong(matrix.rows()), random.nextLong(matrix.columns()), value);
        }
    }

    private static boolean isFinite(StoredMatrix matrix, long row, boolean transposed) {
        StoredMatrix rows = transposed ? matrix.transpose() : matrix;
        boolean finite = true;
        for (long l = 0; l < rows.columns(); l++) {
            finite &= Double.isFinite(rows.get(row, l));
        }
        return finite;
    }

    @Test
    void shouldFindWhatIsWrongBesideInfinitiesAndNaNs() {
        int beside = 0;
        for (int i = 0; i < PRODUCTS; i++) {
            store.rewind();
            int m = 1 + random.nextInt(20);
            int k = 1 + random.nextInt(20);
            int n = 1 + random.nextInt(20);
            boolean transposeA = random.nextBoolean();
            boolean transposeB = random.nextBoolean();
            int exponent = random.nextInt(900) - 450;
            StoredMatrix a = transposeA ? matrix(k, m, exponent) : matrix(m, k, exponent);
            StoredMatrix b = transposeB ? matrix(n, k, -exponent / 2) : matrix(k, n, -exponent / 2);
            spoil(a);
            spoil(b);
            Dgemm product = new Dgemm(1, a, transposeA, b, transposeB, 0, store.allocate(m, n));
            Batch batch = Batch.of(product);
            try (Verification verification = Verification.of(batch, i, 1)) {
                String what = "product " + i;
                blas.multiply(product);
                assertThat(verification.check(batch)).as(what + " by the BLAS").isEmpty();

                int row = random.nextInt(m);
                int column = random.nextInt(n);
                double right = product.c().get(row, column);
                boolean finite = isFinite(a, row, transposeA) && isFinite(b, column, !transposeB);
                if (!finite || Math.abs(right) < 0x1p1000) {
                    product.c().set(row, column, finite ? Double.NaN : 1);
                    assertThat(verification.check(batch))
                            .as(what + " with " + right + " replaced")
                            .isPresent();
                    beside++;
                }
            }
        }
        assertThat(beside).isGreaterThan(PRODUCTS / 2);
    }

    @Test
    void shouldTakeAnOverflowOfTheProductAndNoOther() {
        StoredMatrix a = store.copyOf(new double[][] {{1e200, 1e200}, {1, 2}});
        StoredMatrix b = store.copyOf(new double[][] {{1e200, 0}, {-1e200, 1}});
        Dgemm product = Dgemm.of(a, b, store.allocate(2, 2));
        blas.multiply(product);
        Batch batch = Batch.of(product);
        Verification verification = Verification.of(batch, 3, 1);
        assertThat(product.c().get(0, 0)).isNotEqualTo(0.0);
        assertThat(verification.check(batch)).isEmpty();
        double right = product.c().get(1, 0);
        product.c().set(1, 0, Double.POSITIVE_INFINITY);
        assertThat(verification.check(batch))
                .hasValueSatisfying(what -> assertThat(what).contains("row 1 "));
        product.c().set(1, 0, right * (1 + 1e-9));
        assertThat(verification.check(batch)).isPresent();
    }

    @Test
    void shouldCheckSumsThatOverflowOnTheWayAlone() {
        StoredMatrix a = store.copyOf(new double[][] {{1e-10, 1e-10}});
        StoredMatrix b = store.allocate(2, 40);
        for (int j = 0; j < 40; j++) {
            b.set(0, j, 1.5e308);
            b.set(1, j, 1.2e308);
        }
        Dgemm product = Dgemm.of(a, b, store.allocate(1, 40));
        blas.multiply(product);
        Batch batch = Batch.of(product);
        Verification verification = Verification.of(batch, 3, 1);
        assertThat(verification.check(batch)).isEmpty();
        product.c().set(0, 7, product.c().get(0, 7) * (1 + 1e-9));
        assertThat(verification.check(batch)).isPresent();
    }

    /** Sums of rows that are no longer than 300 elements each, all of them products that underflow. */
    @Test
    void shouldTakeResultsOfProductsThatUnderflow() {
        for (int seed = 0; seed < 12; seed++) {
            store.rewind();
            StoredMatrix a = matrix(64, 160, -530);
            StoredMatrix b = matrix(160, 64, -530);
            Dgemm product = Dgemm.of(a, b, store.allocate(64, 64));
            Batch batch = Batch.of(product);
            try (Verification verification = Verification.of(batch, seed, 2)) {
                blas.multiply(product);
                assertThat(verification.check(batch)).isEmpty();
            }
        }
    }
}

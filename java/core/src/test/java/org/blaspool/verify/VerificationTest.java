package org.blaspool.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.BatchFailedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    private final MatrixStore store = MatrixStore.privateMemory();
    private final SplittableRandom random = new SplittableRandom(11);

    @AfterEach
    void release() {
        store.close();
    }

    static Stream<Arguments> layoutsAndTransposes() {
        List<Arguments> all = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            for (boolean transposeA : new boolean[] {false, true}) {
                for (boolean transposeB : new boolean[] {false, true}) {
                    all.add(Arguments.of(layout, transposeA, transposeB));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("layoutsAndTransposes")
    void shouldAcceptARightAndRejectAWrongResultInEveryLayout(Layout layout, boolean transposeA, boolean transposeB) {
        Shape shapeOfA = transposeA ? new Shape(70, 133) : new Shape(133, 70);
        Shape shapeOfB = transposeB ? new Shape(90, 70) : new Shape(70, 90);
        Dgemm product = new Dgemm(
                -1.5,
                padded(shapeOfA, layout),
                transposeA,
                padded(shapeOfB, layout.transposed()),
                transposeB,
                0.5,
                padded(new Shape(133, 90), layout));
        Batch batch = Batch.of(product);
        Verification verification = Verification.of(batch, 5, 2);
        multiply(product);

        assertThat(verification.check(batch)).isEmpty();

        nudge(product.c(), 17, 23, 1e-6);
        assertThat(verification.check(batch))
                .hasValueSatisfying(text -> assertThat(text).startsWith("product is wrong: index=0, row 17 times"));
    }

    @Test
    void shouldFindEverySingleWrongElementWhateverTheVector() {
        Dgemm product = plain(40, 50, 30);
        multiply(product);
        for (int seed = 0; seed < 50; seed++) {
            Verification verification = Verification.of(Batch.of(product), seed, 1);
            long row = random.nextInt(40);
            long column = random.nextInt(30);
            double before = product.c().get(row, column);

            product.c().set(row, column, before + 1e-6);
            assertThat(verification.check(Batch.of(product))).isPresent();

            product.c().set(row, column, before);
            assertThat(verification.check(Batch.of(product))).isEmpty();
        }
    }

    @Test
    void shouldFindTwoColumnsSwappedWhateverTheVector() {
        Dgemm product = plain(20, 20, 20);
        multiply(product);
        double[] third = new double[20];
        double[] fourth = new double[20];
        product.c().getLine(3, third);
        product.c().getLine(4, fourth);
        product.c().putLine(3, fourth);
        product.c().putLine(4, third);

        for (int seed = 0; seed < 50; seed++) {
            Verification verification = Verification.of(Batch.of(product), seed, 1);
            assertThat(verification.check(Batch.of(product))).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldRejectAResultThatWasNotWritten(double value) {
        Dgemm product = plain(10, 10, 10);
        multiply(product);
        Verification verification = Verification.of(Batch.of(product), 1, 1);
        product.c().set(9, 9, value);

        assertThat(verification.check(Batch.of(product))).isPresent();
    }

    @Test
    void shouldNameTheFirstWrongProduct() {
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Dgemm product = plain(8, 8, 8);
            multiply(product);
            products.add(product);
        }
        Batch batch = new Batch(products);
        Verification verification = Verification.of(batch, 1, 2);
        products.get(13).c().set(0, 0, 100);
        products.get(7).c().set(0, 0, 100);

        assertThat(verification.check(batch).orElseThrow()).startsWith("product is wrong: index=7, row 0 ");
        assertThatThrownBy(() -> verification.require(batch, 13))
                .isInstanceOf(BatchFailedException.class)
                .hasMessageStartingWith("product is wrong: index=13, row 0 ");
    }

    @Test
    void shouldAcceptValuesOfVeryDifferentMagnitudeAndStillCheckSmallRows() {
        Dgemm product = plain(30, 30, 30);
        for (int j = 0; j < 30; j++) {
            product.a().set(4, j, product.a().get(4, j) * 1e-12);
            product.a().set(5, j, product.a().get(5, j) * 1e12);
        }
        multiply(product);
        Verification verification = Verification.of(Batch.of(product), 1, 1);
        assertThat(verification.check(Batch.of(product))).isEmpty();

        nudge(product.c(), 4, 2, 1e-6);
        assertThat(verification.check(Batch.of(product))).isPresent();
    }

    @Test
    void shouldExpectNonFiniteResultsExactlyWhereOperandsAreNonFinite() {
        Dgemm product = plain(12, 9, 10);
        product.a().set(3, 2, Double.NaN);
        product.b().set(1, 5, Double.POSITIVE_INFINITY);
        multiply(product);
        Verification verification = Verification.of(Batch.of(product), 1, 1);
        assertThat(verification.check(Batch.of(product))).isEmpty();

        nudge(product.c(), 4, 6, 1e-6);
        assertThat(verification.check(Batch.of(product))).isPresent();
        multiply(product);
        product.c().set(3, 6, 1);
        assertThat(verification.check(Batch.of(product)).orElseThrow()).contains("element (3, 6) is 1.0");
    }

    @Test
    void shouldNotReadOperandsThatBlasDoesNotRead() {
        Dgemm plain = plain(6, 6, 6);
        plain.a().set(0, 0, Double.NaN);
        plain.c().set(1, 1, Double.NaN);
        Dgemm zero = new Dgemm(0, plain.a(), false, plain.b(), false, 0, plain.c());
        Verification verification = Verification.of(Batch.of(zero), 1, 1);
        for (int j = 0; j < 6; j++) {
            zero.c().putLine(j, new double[6]);
        }

        assertThat(verification.check(Batch.of(zero))).isEmpty();
    }

    @Test
    void shouldAcceptTheTransposeOfEmptyInnerDimension() {
        Dgemm product = Dgemm.of(store.allocate(3, 0), store.allocate(0, 4), store.allocate(3, 4));

        assertThat(Verification.of(Batch.of(product), 1, 1).check(Batch.of(product)))
                .isEmpty();
    }

    private Dgemm plain(long m, long k, long n) {
        StoredMatrix a = store.allocate(m, k);
        StoredMatrix b = store.allocate(k, n);
        fill(a);
        fill(b);
        return Dgemm.of(a, b, store.allocate(m, n));
    }

    /** A matrix whose lines have gaps that hold NaN, so that reading them shows. */
    private StoredMatrix padded(Shape shape, Layout layout) {
        long line = layout == Layout.COLUMN_MAJOR ? shape.rows() : shape.columns();
        long lines = shape.elements() / line;
        StoredMatrix whole = store.allocate(line + 3, lines);
        for (long j = 0; j < lines; j++) {
            for (long i = line; i < line + 3; i++) {
                whole.set(i, j, Double.NaN);
            }
        }
        StoredMatrix matrix = StoredMatrix.over(whole.region(), whole.offset(), shape, line + 3, layout);
        fill(matrix);
        return matrix;
    }

    private void fill(StoredMatrix matrix) {
        for (long i = 0; i < matrix.rows(); i++) {
            for (long j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, random.nextDouble(-1, 1));
            }
        }
    }

    private static void nudge(StoredMatrix c, long row, long column, double share) {
        c.set(row, column, c.get(row, column) * (1 + share));
    }

    private static void multiply(Dgemm product) {
        StoredMatrix a = product.transposeA() ? product.a().transpose() : product.a();
        StoredMatrix b = product.transposeB() ? product.b().transpose() : product.b();
        StoredMatrix c = product.c();
        for (long i = 0; i < c.rows(); i++) {
            for (long j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (long l = 0; l < product.k(); l++) {
                    sum += a.get(i, l) * b.get(l, j);
                }
                double before = product.beta() == 0 ? 0 : product.beta() * c.get(i, j);
                c.set(i, j, product.alpha() * sum + before);
            }
        }
    }
}

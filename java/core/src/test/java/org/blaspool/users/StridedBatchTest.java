package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.blaspool.BlasPool;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.MatrixBatch;
import org.blaspool.Product;
import org.blaspool.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches by strides are what lists of their products are, bit for bit. */
class StridedBatchTest {
    private static final int COUNT = 75;
    private static final int M = 5;
    private static final int K = 7;
    private static final int N = 3;

    private final Random random = new Random(1);

    private double[] values(int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    private static double[] joined(List<Matrix> matrices) {
        return matrices.stream()
                .flatMapToDouble(matrix -> Arrays.stream(matrix.toArray(Layout.ROW_MAJOR)))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "blas-threads:blas-threads=2",
                "threads:workers=2:chunk-size=4",
                "processes-shared:workers=2:chunk-size=4",
                "processes-serialized:workers=2",
                "processes-hosted:workers=2"
            })
    void shouldHaveTheBitsOfAList(String strategy) {
        try (BlasPool pool = BlasPool.open(strategy)) {
            MatrixBatch a = pool.matrices(values(COUNT * M * K), COUNT, M, K, Layout.ROW_MAJOR);
            MatrixBatch b = pool.matrices(values(COUNT * K * N), COUNT, N, K, Layout.COLUMN_MAJOR)
                    .transpose();
            MatrixBatch c = pool.matrices(values(COUNT * M * N), COUNT, M, N, Layout.COLUMN_MAJOR);
            List<Product> plain = new ArrayList<>();
            List<Product> scaled = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                plain.add(Product.of(a.get(i), b.get(i)));
                Matrix own = pool.matrix(c.get(i).toRows());
                scaled.add(Product.of(a.get(0), b.get(i), own).scaled(-0.5, 2));
            }

            try (MatrixBatch results = pool.multiply(a, b)) {
                assertThat(results.count()).isEqualTo(COUNT);
                assertThat(results.toArray(Layout.ROW_MAJOR)).isEqualTo(joined(pool.multiply(plain)));
            }
            double[] expected = joined(pool.multiply(scaled));
            pool.multiply(-0.5, MatrixBatch.repeated(a.get(0), COUNT), b, 2, c);

            assertThat(c.toArray(Layout.ROW_MAJOR)).isEqualTo(expected);
        }
    }

    /** Interrupted while it waits or while it is computed: the memory of its results is then still written to. */
    @ParameterizedTest
    @ValueSource(strings = {"threads:workers=2", "processes-shared:workers=1", "processes-serialized:workers=1"})
    void shouldEndTheCallOfAnInterruptedCallerAndNotThePool(String strategy) throws Exception {
        int n = 120;
        int count = 300;
        try (BlasPool other = BlasPool.open("sequential");
                BlasPool pool = BlasPool.open(strategy)) {
            MatrixBatch a = other.matrices(values(count * n * n), count, n, n, Layout.ROW_MAJOR);
            MatrixBatch b = pool.matrices(values(count * n * n), count, n, n, Layout.ROW_MAJOR);
            for (int i = 0; i < 8; i++) {
                CountDownLatch begun = new CountDownLatch(1);
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread caller = new Thread(() -> {
                    begun.countDown();
                    thrown.set(catchThrowable(() -> {
                        while (true) {
                            pool.multiply(a, b).close();
                        }
                    }));
                });
                caller.start();
                begun.await();
                Thread.sleep(3 * i);
                caller.interrupt();
                caller.join();
                assertThat(thrown.get()).isInstanceOf(BlaspoolException.class);
            }
            Matrix first =
                    pool.multiply(List.of(Product.of(a.get(0), b.get(0)))).get(0);
            try (MatrixBatch results = pool.multiply(a, b)) {
                assertThat(results.get(0).toRows()).isDeepEqualTo(first.toRows());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:workers=2",
                "processes-shared:workers=1",
                "processes-serialized:workers=1",
                "processes-serialized:workers=1:codec=java",
                "processes-hosted:workers=1"
            })
    void shouldMultiplyWhatIsEmptyHoweverLongItIs(String strategy) {
        try (BlasPool pool = BlasPool.open(strategy)) {
            Matrix wide = pool.zeros(0, 1L << 50);
            Matrix result =
                    pool.multiply(List.of(Product.of(wide, wide.transpose()))).get(0);
            assertThat(result.shape()).isEqualTo(new Shape(0, 0));
        }
    }

    @Test
    void shouldCopyInAndBackWhatLiesInAnotherPool() {
        try (BlasPool other = BlasPool.open("sequential");
                BlasPool pool = BlasPool.open("processes-shared:workers=1")) {
            MatrixBatch a = other.matrices(values(COUNT * M * K), COUNT, M, K, Layout.ROW_MAJOR);
            MatrixBatch b = other.matrices(values(COUNT * K * N), COUNT, K, N, Layout.ROW_MAJOR);
            MatrixBatch c = other.matrices(COUNT, M, N);

            pool.multiply(1, a, b, 0, c);

            assertThat(c.toArray(Layout.ROW_MAJOR))
                    .isEqualTo(other.multiply(a, b).toArray(Layout.ROW_MAJOR));
        }
    }

    @Test
    void shouldRefuseWhatOverlapsOrDoesNotAgree() {
        try (BlasPool pool = BlasPool.open("threads:workers=2")) {
            MatrixBatch a = pool.matrices(COUNT, 4, 4);
            MatrixBatch one = MatrixBatch.repeated(pool.zeros(4, 4), COUNT);

            assertThatThrownBy(() -> pool.multiply(1, a, a, 0, a))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("overlaps operand");
            assertThatThrownBy(() -> pool.multiply(1, a, a, 0, one))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("result of product");
            assertThatThrownBy(() -> pool.multiply(a, pool.matrices(COUNT - 1, 4, 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b.count=74");
            assertThatThrownBy(() -> pool.multiply(a, pool.matrices(COUNT, 5, 4)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pool.matrices(0, 4, 4)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> a.get(COUNT)).isInstanceOf(IndexOutOfBoundsException.class);
            a.close();
            assertThatThrownBy(() -> pool.multiply(a, a)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> a.get(0).get(0, 0)).isInstanceOf(IllegalStateException.class);
        }
    }
}

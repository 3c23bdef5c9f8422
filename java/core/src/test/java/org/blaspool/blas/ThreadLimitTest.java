package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.blaspool.Blas;
import org.blaspool.ThreadLimit;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadLimitTest {
    @Test
    void shouldHoldTheSmallestThatIsOpenInWhateverOrderTheyAreClosed() {
        Random random = new Random(3);
        try (Blas blas = Blas.open("bundled")) {
            int before = blas.threads();
            for (int round = 0; round < 50; round++) {
                List<ThreadLimit> open = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    ThreadLimit limit = blas.limitThreads(1 + random.nextInt(4));
                    open.add(limit);
                    assertThat(limit.effective()).isEqualTo(smallest(open));
                }
                Collections.shuffle(open, random);
                while (!open.isEmpty()) {
                    assertThat(blas.threads()).isEqualTo(smallest(open));
                    open.remove(open.size() - 1).close();
                }
                assertThat(blas.threads()).isEqualTo(before);
            }
        }
    }

    private static int smallest(List<ThreadLimit> open) {
        return open.stream().mapToInt(ThreadLimit::requested).min().orElseThrow();
    }

    @Test
    void shouldRefuseWhatASmallerLimitWouldHide() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                ThreadLimit one = blas.limitThreads(1)) {
            int tooMany = blas.info().maxThreads() + 1;
            assertThatThrownBy(() -> blas.limitThreads(tooMany))
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("threads=" + tooMany)
                    .hasMessageContaining("allowed 1 to ");
            assertThat(blas.threads()).isEqualTo(one.effective());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void shouldRefuseACountThatIsNotPositive(int threads) {
        try (Blas blas = Blas.open("bundled")) {
            int before = blas.threads();
            assertThatThrownBy(() -> blas.limitThreads(threads))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("blas-threads=" + threads)
                    .hasMessageContaining("at least 1");
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    @Test
    void shouldBeClosedThoughTheBlasIs() {
        try (Blas other = Blas.open("bundled")) {
            int before = other.threads();
            Blas blas = Blas.open("bundled");
            ThreadLimit limit = blas.limitThreads(before + 1);
            blas.close();
            assertThat(other.threads()).isEqualTo(before + 1);
            limit.close();
            assertThat(other.threads()).isEqualTo(before);
            assertThatThrownBy(() -> blas.limitThreads(1)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** The products are long beside the changes, so that most changes come while some are computed. */
    @Test
    void shouldBeOpenedAndClosedWhileOthersMultiply() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong products = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(
                6, task -> new Thread(null, task, "caller", BlasLibrary.CALLER_STACK_BYTES));
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                MatrixStore store = MatrixStore.privateMemory()) {
            int before = blas.threads();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Dgemm product = new RandomMatrices(store, i).product(90, 90, 90);
                double[][] expected = NaiveDgemm.expected(product);
                running.add(threads.submit(() -> {
                    while (!enough.get()) {
                        blas.multiply(product);
                        products.incrementAndGet();
                    }
                    assertThat(product.c().get(89, 7)).isCloseTo(expected[89][7], within(1e-12));
                }));
            }
            List<Future<?>> limiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Random random = new Random(i);
                limiting.add(threads.submit(() -> {
                    for (int round = 0; round < 100; round++) {
                        ThreadLimit first = blas.limitThreads(1 + random.nextInt(3));
                        ThreadLimit second = blas.limitThreads(1 + random.nextInt(3));
                        assertThat(blas.threads()).isLessThanOrEqualTo(Math.min(first.requested(), second.requested()));
                        (random.nextBoolean() ? first : second).close();
                        first.close();
                        second.close();
                    }
                }));
            }
            for (Future<?> each : limiting) {
                each.get();
            }
            enough.set(true);
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(products).hasPositiveValue();
            assertThat(blas.threads()).isEqualTo(before);
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }
}

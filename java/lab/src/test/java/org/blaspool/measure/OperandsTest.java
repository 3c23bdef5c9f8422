package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.measure.Workload.Fill;
import org.junit.jupiter.api.Test;

class OperandsTest {
    private static final Workload WORKLOAD = new Workload(300, 400, 50, 3, Fill.RANDOM, 9);

    @Test
    void shouldFillTheSameWhateverTheNumberOfThreads() {
        try (Operands one = filled(WORKLOAD, 1);
                Operands four = filled(WORKLOAD, 4)) {
            for (int i = 0; i < WORKLOAD.pairs(); i++) {
                Dgemm left = one.batch().get(i);
                Dgemm right = four.batch().get(i);
                assertThat(left.a().toArray(Layout.COLUMN_MAJOR))
                        .isEqualTo(right.a().toArray(Layout.COLUMN_MAJOR));
                assertThat(left.b().toArray(Layout.COLUMN_MAJOR))
                        .isEqualTo(right.b().toArray(Layout.COLUMN_MAJOR));
            }
        }
    }

    @Test
    void shouldFillUniformlyAndEveryMatrixAnew() {
        try (Operands operands = filled(WORKLOAD, 2)) {
            Set<Double> firsts = new HashSet<>();
            for (Dgemm product : operands.batch().products()) {
                double[] a = product.a().toArray(Layout.COLUMN_MAJOR);
                assertThat(Arrays.stream(a).min().orElseThrow()).isBetween(-1.0, -0.99);
                assertThat(Arrays.stream(a).max().orElseThrow()).isBetween(0.99, 1.0);
                assertThat(Arrays.stream(a).average().orElseThrow()).isBetween(-0.01, 0.01);
                assertThat(Arrays.stream(a).distinct().count()).isEqualTo(a.length);
                firsts.add(a[0]);
                firsts.add(product.b().get(0, 0));
            }
            assertThat(firsts).hasSize(6);
        }
    }

    @Test
    void shouldFillWithOnesWhereAsked() {
        try (Operands operands = filled(new Workload(3, 4, 5, 1, Fill.ONES, 9), 1)) {
            assertThat(operands.batch().get(0).a().toArray(Layout.COLUMN_MAJOR)).containsOnly(1.0);
        }
    }

    @Test
    void shouldRefuseSizesThatMakeNoSense() {
        assertThatThrownBy(() -> new Workload(0, 1, 1, 1, Fill.ONES, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("size=0x1x1");
        assertThatThrownBy(() -> new Workload(1, 1, 1, 0, Fill.ONES, 1)).hasMessageContaining("--pairs");
        Workload huge = new Workload(1L << 29, 1L << 29, 1L << 29, 1000, Fill.ONES, 1);
        assertThatThrownBy(huge::bytes)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("overflows");
    }

    private static Operands filled(Workload workload, int threads) {
        Operands operands = Operands.reserve(workload, false, threads);
        operands.fill();
        return operands;
    }
}

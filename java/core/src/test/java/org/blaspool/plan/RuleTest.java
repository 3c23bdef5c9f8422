package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {
    @ParameterizedTest
    @CsvSource({
        "100, 1000, 2, threads, true",
        "3000, 100, 2, threads, false",
        "16, 1, 2, sequential, true",
        "2000, 1, 2, blas-threads, true",
        "2000, 2, 2, threads, false",
        "2000, 3, 2, blas-threads, true",
        "2000, 9, 8, blas-threads, true",
        "64, 3, 2, threads, true",
        "1000, 5, 1, sequential, true"
    })
    void shouldGoByNumberAndSizeOfProductsAndByCores(int n, int pairs, int cores, String kind, boolean sure) {
        Rule rule = Rule.of(BatchShape.of(n, n, n, pairs), cores, true);

        assertThat(rule.spec().kind().label()).isEqualTo(kind);
        assertThat(rule.sure()).isEqualTo(sure);
    }

    @ParameterizedTest
    @CsvSource({"1, sequential", "3, threads"})
    void shouldGiveABlasWithoutThreadControlNoThreads(int pairs, String kind) {
        Rule rule = Rule.of(BatchShape.of(2000, 2000, 2000, pairs), 4, false);

        assertThat(rule.spec().kind().label()).isEqualTo(kind);
        assertThat(rule.sure()).isTrue();
    }
}

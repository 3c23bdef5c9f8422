package org.blaspool.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkingTest {
    @Test
    void shouldCutIntoChunksOfOneSizeButForTheLast() {
        assertThat(Chunking.uniform(10, 4).firsts()).containsExactly(0, 4, 8);
        assertThat(Chunking.uniform(3, 100).firsts()).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"100, 2, 13", "100, 1, 25", "1, 8, 1", "1000000, 64, 3907", "9, 2, 2"})
    void shouldShrinkFromTheSizeThatPythonTakes(long tasks, int workers, long largest) {
        assertThat(Chunking.defaultSize(tasks, workers)).isEqualTo(largest);
        Chunking chunking = Chunking.byDefault(tasks, workers);
        long[] firsts = chunking.firsts();
        assertThat(firsts[0]).isZero();
        long before = largest;
        for (int i = 0; i < firsts.length; i++) {
            long size = (i + 1 < firsts.length ? firsts[i + 1] : tasks) - firsts[i];
            assertThat(size).isBetween(1L, before);
            before = size;
        }
        assertThat(before).as("the last chunk").isEqualTo(1);
    }

    @Test
    void shouldRefuseSizesThatAreNotPositive() {
        assertThatThrownBy(() -> Chunking.uniform(5, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Chunking.byDefault(0, 2)).isInstanceOf(InvalidInputException.class);
    }
}

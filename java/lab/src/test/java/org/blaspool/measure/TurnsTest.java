package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.blaspool.measure.Comparison.Turns;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Map<String, Integer> BATCHES = Map.of("a", 4, "b", 4, "c", 1);

    @Test
    void shouldGiveEachRowItsBatchesInTurnsOfAll() {
        List<String> turns = Turns.of(List.of("a", "b", "c"), BATCHES::get, new Random(1));

        assertThat(turns).hasSize(9);
        assertThat(turns.stream().filter("c"::equals)).hasSize(1);
        for (int turn = 0; turn < 3; turn++) {
            assertThat(turns.subList(2 * turn, 2 * turn + 2)).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void shouldDrawTheOrderOfEachTurn() {
        Set<List<String>> orders = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            orders.add(Turns.of(List.of("a", "b"), row -> 1, random));
        }

        assertThat(orders).hasSize(2);
    }

    @Test
    void shouldGiveNoTurnsToNobody() {
        assertThat(Turns.of(List.<String>of(), BATCHES::get, new Random(1))).isEmpty();
    }
}

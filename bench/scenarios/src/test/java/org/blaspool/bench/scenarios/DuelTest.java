package org.blaspool.bench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelTest {
    private final List<String> order = new ArrayList<>();

    private Contender contender(String name, double... seconds) {
        Iterator<Double> rounds = Figure.list(seconds).iterator();
        return new Contender() {
            @Override
            public double seconds() {
                order.add(name);
                return rounds.next();
            }

            @Override
            public void close() {
                order.add("close " + name);
            }
        };
    }

    @Test
    void shouldLetEachBeFirstInEveryOtherRound() {
        Duel.of(contender("A", 1, 1, 1, 1), contender("B", 1, 1, 1, 1), 4);
        assertThat(order).containsExactly("A", "B", "B", "A", "A", "B", "B", "A");
    }

    @Test
    void shouldTakeTheMedianOfRatiosWithinRoundsAndNotTheRatioOfMedians() {
        Duel duel = Duel.of(contender("A", 1, 20, 3), contender("B", 2, 10, 30), 3);
        assertThat(duel.ratio()).isEqualTo(0.5);
        assertThat(duel.ourMedian()).isEqualTo(3);
        assertThat(duel.referenceMedian()).isEqualTo(10);
    }

    @Test
    void shouldDivideSecondsByTheTasksOfARoundAndCloseTheWhole() {
        try (Contender task = contender("A", 6).dividedBy(3)) {
            assertThat(task.seconds()).isCloseTo(2, within(1e-12));
        }
        assertThat(order).containsExactly("A", "close A");
    }
}

package org.blaspool.bench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void shouldNameEachRowOnceInWordsThatAShellTakesAsTheyAre() {
        List<String> names = Figures.rows().stream().map(Row::name).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    }
}

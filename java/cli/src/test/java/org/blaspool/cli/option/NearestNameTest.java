package org.blaspool.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.blaspool.cli.option.Arguments.NearestName;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> NAMES = List.of("size", "pairs", "strategies", "blas", "blas-threads");

    @Test
    void shouldFindTheNameThatWasMeant() {
        assertThat(NearestName.of("sise", NAMES)).contains("size");
        assertThat(NearestName.of("szie", NAMES)).contains("size");
        assertThat(NearestName.of("strategy", NAMES)).contains("strategies");
        assertThat(NearestName.of("blas-thread", NAMES)).contains("blas-threads");
        assertThat(NearestName.of("strat", NAMES)).contains("strategies");
    }

    @Test
    void shouldFindNoneThatIsFarOff() {
        assertThat(NearestName.of("explode", NAMES)).isEmpty();
        assertThat(NearestName.of("x", NAMES)).isEmpty();
    }

    @Test
    void shouldCountSwappedNeighboursAsOneEdit() {
        assertThat(NearestName.distance("szie", "size")).isEqualTo(1);
        assertThat(NearestName.distance("", "size")).isEqualTo(4);
        assertThat(NearestName.distance("size", "size")).isZero();
    }
}

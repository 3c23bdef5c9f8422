package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CostCurveTest {
    private final CostCurve curve = new CostCurve(Map.of(100L, 1.0, 200L, 2.0, 400L, 3.0));

    @Test
    void shouldDrawStraightLinesBetweenWhatWasMeasured() {
        assertThat(curve.seconds(100)).isEqualTo(1);
        assertThat(curve.seconds(150)).isCloseTo(1.5, within(1e-12));
        assertThat(curve.seconds(300)).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void shouldGoOnAboveAndStayBelow() {
        assertThat(curve.seconds(600)).isCloseTo(4, within(1e-12));
        assertThat(curve.seconds(0)).isEqualTo(1);
    }

    @Test
    void shouldPutNeighboursThatFallAtTheirMean() {
        CostCurve noisy = new CostCurve(Map.of(100L, 1.0, 200L, 5.0, 300L, 3.0, 400L, 4.0, 500L, 6.0));

        assertThat(noisy.points())
                .containsExactly(
                        entry(100L, 1.0), entry(200L, 4.0), entry(300L, 4.0), entry(400L, 4.0), entry(500L, 6.0));
        assertThat(new CostCurve(noisy.points())).isEqualTo(noisy);
    }

    @Test
    void shouldTakeWhatIsBelowNothingForNothing() {
        CostCurve noisy = new CostCurve(Map.of(100L, 2.0, 200L, 1.0, 300L, -1.0));

        assertThat(noisy.seconds(1000)).isEqualTo(1);
    }

    @Test
    void shouldDoWithASinglePointButNotWithNone() {
        assertThat(new CostCurve(Map.of(100L, 2.0)).seconds(500)).isEqualTo(2);
        assertThatThrownBy(() -> new CostCurve(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
